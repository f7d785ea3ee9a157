// A siwei of one's own for a test: the built binary on a free port with demo data in a
// folder that goes when the test ends. SIWEI_URL names a running one instead.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const binary = process.env.SIWEI_BIN ?? join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'debug/siwei')

/** Starts a server and waits until it is ready; `stop` ends it. */
export async function start() {
  if (process.env.SIWEI_URL) {
    return { url: process.env.SIWEI_URL.replace(/\/$/, ''), stop: async () => {} }
  }
  const folder = await mkdtemp(join(tmpdir(), 'siwei-browser-'))
  const url = `http://127.0.0.1:${await freePort()}`
  const server = spawn(binary, ['serve', '--demo'], {
    cwd: folder,
    env: { ...process.env, SIWEI__LISTEN: new URL(url).host, SIWEI__PUBLIC_URL: url, SIWEI__DATA_DIR: folder },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = once(server, 'exit')
  const stop = async () => {
    server.kill('SIGTERM')
    await ended
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await ready(`${url}/openapi.json`, server)
  } catch (error) {
    await stop()
    throw error
  }
  return { url, stop }
}

async function freePort() {
  const socket = createServer().listen(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  await once(socket, 'close')
  return port
}

async function ready(url, server) {
  for (const end = Date.now() + 60_000; Date.now() < end; ) {
    if (server.exitCode !== null) throw new Error(`siwei ended with ${server.exitCode}`)
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('siwei was not ready in time')
}
