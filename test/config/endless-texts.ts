/** Two texts large enough that a write in place would be seen half done. */
export const endlessTexts: readonly string[] = ['a', 'b'].map((letter) => `${letter.repeat(99)}\n`.repeat(5_000));
