declare module '*.css';

declare module '*?url' {
  const address: string;

  // biome-ignore lint/style/noDefaultExport: Vite exports the address so.
  export { address as default };
}
