import { CheckCommand } from './check-command';
import { parseCheckOptions } from './check-options';
import { errorMessage } from './error-message';
import { CHECK_HELP, HELP } from './help-text';
import { packageVersion } from './package-version';
import { Terminal } from './terminal';
import { UnusableInput } from './unusable-input';
import { nearestWord } from '../nearest-word';
import { RULES } from '../rules/all-rules';
import { Rule } from '../rules/rule';

const COMMANDS = ['check', 'rules', 'help'];

/**
 * The command line, apart from its process.
 *
 * @returns the exit code
 */
export function main(args: string[], terminal: Terminal, rules: Rule[] = RULES): number {
  try {
    return dispatch(args, terminal, rules);
  } catch (error) {
    terminal.err(`gatehouse: ${errorMessage(error)}${error instanceof UnusableInput ? '' : '; this is a defect of gatehouse: report it with what you gave'}\n`);
    return 2;
  }
}

function dispatch([command, ...rest]: string[], terminal: Terminal, rules: Rule[]): number {
  switch (command) {
    case 'check': return check(rest, terminal, rules);
    case 'rules': return say(terminal, listRules(rules));
    case 'help': case '--help': case '-h': return say(terminal, rest[0] === 'check' ? CHECK_HELP : HELP);
    case '--version': case '-v': return say(terminal, `${packageVersion()}\n`);
    case undefined: throw new UnusableInput('it was given no command, so that there is nothing to do; write \'gatehouse check PATH...\'');
    default: {
      const meant = nearestWord(command, COMMANDS);
      throw new UnusableInput(`'${command}' is no command; write ${meant ? `'gatehouse ${meant}'` : `'gatehouse check ${command}' to check it, or 'gatehouse --help'`}`);
    }
  }
}

function check(args: string[], terminal: Terminal, rules: Rule[]): number {
  const options = parseCheckOptions(args);
  if (options.help) return say(terminal, CHECK_HELP);
  if (options.paths.length === 0) {
    throw new UnusableInput('check was given no path, so that there is nothing to check; write the path of a template, of a folder of them, or of a cloud assembly');
  }
  return new CheckCommand(options, terminal, rules).run();
}

function say(terminal: Terminal, text: string): number {
  terminal.out(text);
  return 0;
}

function listRules(rules: Rule[]): string {
  const width = (texts: string[]) => Math.max(...texts.map((text) => text.length));
  const ids = width(rules.map(({ id }) => id));
  const categories = width(rules.map(({ category }) => category));
  return rules.map(({ id, severity, category, title }) => `${id.padEnd(ids)}  ${severity.padEnd(7)}  ${category.padEnd(categories)}  ${title}\n`).join('');
}
