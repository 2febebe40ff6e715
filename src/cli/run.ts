// The command line as a program: bin/gatehouse loads this.
import { main } from './gatehouse';

const { stdout, stderr } = process;

// Whoever reads the first lines only closes the pipe.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = main(process.argv.slice(2), {
  workingFolder: process.cwd(),
  out: (text) => stdout.write(text),
  err: (text) => stderr.write(text),
  isWatched: stderr.isTTY === true,
});
