/** A parser that falls over a file. */
process.on('message', () => process.exit(3));
