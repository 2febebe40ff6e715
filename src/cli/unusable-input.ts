/** Something that the command was given and cannot use: its message is all that is shown of it. */
export class UnusableInput extends Error {}
