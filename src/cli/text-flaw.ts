import { Position } from '../reflection/template';

/** What is wrong with a text, and where. */
export class TextFlaw extends Error {
  constructor(message: string, public readonly position?: Position) {
    super(message);
  }
}
