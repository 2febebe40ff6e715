import { createHash } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { OFFLOADED, OffloadedData } from './message-content';

/**
 * Where data goes that is too large for a message of a WebSocket.
 */
export class Offload {
  /**
   * @param linkSeconds how long a link can be followed; as REALTIME_LINK_SECONDS says when it is left out, or for 15 minutes
   */
  constructor(private readonly bucket: string, private readonly client: S3Client, private readonly linkSeconds = linkLifetime()) {}

  /**
   * Puts the data of a message under `messages/<id>`.
   *
   * @param json the data, as JSON
   */
  public async put(id: string, json: string): Promise<OffloadedData> {
    // Two messages may have one id, by mistake or for two users: neither link must lead to what the other has.
    const key = `${OFFLOADED}${encodeURIComponent(id)}-${createHash('sha256').update(json).digest('hex')}`;
    await this.client.send(new PutObjectCommand({ Bucket: this.bucket, Key: key, Body: json, ContentType: 'application/json' }));
    return { key, bytes: Buffer.byteLength(json) };
  }

  /**
   * A link that can be followed from now on. The function's own credentials may end before it.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html
   */
  public async linkTo(key: string): Promise<string> {
    return getSignedUrl(this.client, new GetObjectCommand({ Bucket: this.bucket, Key: key }), { expiresIn: this.linkSeconds });
  }
}

/**
 * In seconds, as the construct has set it up.
 */
function linkLifetime(): number {
  const text = process.env.REALTIME_LINK_SECONDS ?? '900';
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < 1) {
    throw new Error(`the environment variable 'REALTIME_LINK_SECONDS' is '${text}', which is no lifetime of a link; write whole seconds, as 900`);
  }
  return seconds;
}
