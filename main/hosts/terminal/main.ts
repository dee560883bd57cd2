import { runCli } from './cli.ts';

// A reader that goes away (`| head`) ends the program quietly.
process.stdout.on('error', () => process.exit(0));

await runCli(process.argv.slice(2));
