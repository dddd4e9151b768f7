/** Where every part of the dashboard takes the shapes of the API from. */
export type * from './contract.ts';
