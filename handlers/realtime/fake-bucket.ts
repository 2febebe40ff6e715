import { IncomingMessage } from 'node:http';
import { FakeService, HttpAnswer } from '../../test/fake-service';

/**
 * S3 with one bucket, as far as the functions need it: `PUT` and `GET /{bucket}/{key}`, the latter by links as well.
 */
export class FakeBucket extends FakeService {
  public readonly bucket = 'offload';

  /** What is in the bucket, by key. */
  public readonly objects = new Map<string, string>();

  /** Nothing can be put there. */
  public isForbidden = false;

  protected answer(request: IncomingMessage, body: string): HttpAnswer {
    const { pathname } = new URL(String(request.url), this.endpoint);
    const key = decodeURIComponent(pathname.slice(`/${this.bucket}/`.length));
    if (request.method === 'PUT') {
      if (this.isForbidden) return error(403, 'AccessDenied');
      this.objects.set(key, body);
      return { status: 200, headers: { etag: '"etag"' }, body: '' };
    }
    const content = this.objects.get(key);
    return content === undefined ? error(404, 'NoSuchKey') : { status: 200, headers: { 'content-type': 'application/json' }, body: content };
  }
}

function error(status: number, code: string): HttpAnswer {
  return { status, headers: { 'content-type': 'application/xml' }, body: `<Error><Code>${code}</Code><Message>${code}</Message></Error>` };
}
