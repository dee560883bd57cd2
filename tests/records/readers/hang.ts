/** A parser that never comes back. */
process.on('message', () => {
  for (;;);
});
