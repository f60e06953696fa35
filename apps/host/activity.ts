/** What the idle stop looks at: counts of what is in use, and when somebody last did something. */
export class Activity {
  lastInput = Date.now();
  forwarded = 0;

  touch(): void {
    this.lastInput = Date.now();
  }
}
