import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { AnswerTooLong, DriverStream, UnreadableAnswer } from '../../../src/probes/asking/driver-stream.ts';
import { type Fault, startFaultServer } from '../../support/fault-server.ts';

async function openTo(fault: Fault): Promise<Socket> {
  const { port } = await startFaultServer(fault);
  const socket = connect({ host: '127.0.0.1', port });
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}

/** As a driver has it: carries a connection to a server that does this. */
async function streamTo(fault: Fault, maxBytes = 1_000): Promise<DriverStream> {
  const stream = new DriverStream(maxBytes);
  onTestFinished(() => void stream.destroy());
  stream.carry(await openTo(fault));
  return stream;
}

async function endOf(stream: DriverStream): Promise<DriverStream> {
  if (!stream.closed) await once(stream, 'close').catch(() => undefined);
  return stream;
}

describe('a stream for a driver', () => {
  test('carries both ways, and tells of a connection that is there', async () => {
    const stream = await streamTo((socket) => void socket.pipe(socket));
    stream.connect();
    await once(stream, 'connect');
    stream.setNoDelay().write('hello');
    const [said] = await once(stream, 'data');
    expect(String(said)).toBe('hello');
  });

  test('keeps what is said before something carries it', async () => {
    const stream = new DriverStream(1_000);
    stream.write('first');
    stream.write(' second');
    stream.carry(await openTo((socket) => void socket.pipe(socket)));
    let heard = '';
    for await (const chunk of stream) {
      heard += String(chunk);
      if (heard.length >= 12) break;
    }
    expect(heard).toBe('first second');
  });

  test('ends when a server says more than it may', async () => {
    const stream = await streamTo((socket) => void socket.write('x'.repeat(1_001)));
    stream.resume();
    expect((await endOf(stream)).errored).toBeInstanceOf(AnswerTooLong);
  });

  test('ends when a driver throws over what it reads, and the process goes on', async () => {
    const stream = await streamTo((socket) => void socket.write('garbage'));
    stream.on('data', () => {
      throw new RangeError('out of range');
    });
    const { errored } = await endOf(stream);
    expect(errored).toBeInstanceOf(UnreadableAnswer);
    expect(errored?.cause).toBeInstanceOf(RangeError);
  });

  test('knows that the other side ended first', async () => {
    const stream = await streamTo((socket) => void socket.end('bye'));
    expect(await text(stream)).toBe('bye');
    expect((await endOf(stream)).endedEarly).toBe(true);
  });

  test('tells a break as what it is', async () => {
    const stream = await streamTo((socket, heard) => void heard.then(() => socket.resetAndDestroy()));
    stream.resume().write('hello');
    expect((await endOf(stream)).errored).toMatchObject({ code: 'ECONNRESET' });
  });

  test('lets go of the connection once its own farewell is sent', async () => {
    const heard: string[] = [];
    const socket = await openTo((peer) => {
      peer.on('data', (chunk) => heard.push(String(chunk)));
      peer.on('end', () => heard.push('end'));
    });
    const stream = new DriverStream(1_000);
    stream.carry(socket);
    stream.end('farewell');
    await endOf(stream);
    expect(stream.errored).toBeNull();
    expect(socket.destroyed).toBe(true);
    await expect.poll(() => heard.join(' ')).toBe('farewell end');
  });
});
