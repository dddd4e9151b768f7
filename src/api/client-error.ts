import type { Socket } from 'node:net';
import { problemDocument, problemType } from './problem.ts';

const statuses: Readonly<Record<string, number>> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/** Answers what is no request that could be routed, and closes the connection. */
export function answerClientError(
  error: { readonly code?: string },
  socket: Pick<Socket, 'writable' | 'end' | 'destroy'>,
) {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const document = problemDocument({ status: statuses[error.code ?? ''] ?? 400 });
  const body = JSON.stringify(document);
  const head = [
    `HTTP/1.1 ${document.status} ${document.title}`,
    `Content-Type: ${problemType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
