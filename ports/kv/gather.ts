/** Answers many questions of one turn of the event loop with one; a question alone waits for nothing else. */
export function gather<Question, Answer>(
  ask: (questions: readonly Question[]) => Promise<Answer[]>,
): (question: Question) => Promise<Answer> {
  let waiting: { question: Question; settle: PromiseWithResolvers<Answer> }[] = [];
  const send = async (): Promise<void> => {
    const batch = waiting;
    waiting = [];
    try {
      const answers = await ask(batch.map(({ question }) => question));
      for (const [index, { settle }] of batch.entries()) settle.resolve(answers[index] as Answer);
    } catch (error) {
      for (const { settle } of batch) settle.reject(error);
    }
  };
  return (question) => {
    const settle = Promise.withResolvers<Answer>();
    if (waiting.push({ question, settle }) === 1) setImmediate(() => void send());
    return settle.promise;
  };
}
