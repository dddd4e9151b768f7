// postal-mime names the types of these globals, which Node.js 20's own types declare as values only.
import type { TextDecoder as NodeTextDecoder, TextEncoder as NodeTextEncoder } from 'node:util';

declare global {
  interface TextEncoder extends NodeTextEncoder {}
  interface TextDecoder extends NodeTextDecoder {}
}
