// Runs every generator on the committed document and type-checks what it writes. A
// generator that only warns about something it could not understand fails, too.

import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const input = join(here, '..', 'openapi.json')
const output = join(here, 'build')
const modules = join(here, 'node_modules')

/** A generator: its program, how it is asked, and a file that must come out. */
const generators = {
  'openapi-typescript': { arguments: [input, '--output', 'openapi-typescript/schema.ts'], out: 'schema.ts' },
  'openapi-ts': {
    arguments: ['--file', 'openapi-ts.config.mjs', '--silent'],
    config: { 'openapi-ts.config.mjs': { input, output: 'openapi-ts', plugins: ['@hey-api/typescript'] } },
    out: 'types.gen.ts',
  },
  orval: {
    arguments: ['--config', 'orval.config.ts'],
    config: {
      'orval.config.ts': {
        siwei: {
          input: { target: input },
          output: {
            target: 'orval/api.ts',
            client: 'axios-functions',
            headers: true,
            override: { mutator: { path: 'orval/request.ts', name: 'request' } },
          },
        },
      },
    },
    files: {
      'orval/request.ts':
        // Where a front end calls wx.request or uni.request.
        'export const request = async <T>(call: { url: string; method: string; params?: object; data?: unknown; headers?: object }): Promise<T> =>\n' +
        '  ({ ...call }) as T\n',
    },
    out: 'api.ts',
  },
  alova: {
    arguments: ['gen', '--force'],
    config: {
      'alova.config.mjs': { generator: [{ input, output: 'alova', type: 'typescript', version: 3, autoUpdate: false }] },
    },
    out: 'globals.d.ts',
  },
}

const tsconfig = {
  compilerOptions: {
    target: 'ES2022',
    module: 'ESNext',
    moduleResolution: 'Bundler',
    lib: ['ES2023', 'DOM', 'DOM.Iterable'],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  },
}

function run(program, options) {
  const file = join(modules, '.bin', program)
  return execFileSync(file, options, { cwd: output, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

function write(name, text) {
  const file = join(output, name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

rmSync(output, { recursive: true, force: true })
mkdirSync(output)
write('package.json', '{"type": "module", "devDependencies": {"alova": "3"}}\n')
let failed = false
for (const [name, generator] of Object.entries(generators)) {
  try {
    for (const [file, config] of Object.entries(generator.config ?? {})) {
      write(file, `export default ${JSON.stringify(config, null, 2)}\n`)
    }
    for (const [file, text] of Object.entries(generator.files ?? {})) write(file, text)
    const told = run(name, generator.arguments)
    if (/\bwarn(ing)?\b/i.test(told)) throw new Error(told)
    if (!existsSync(join(output, name, generator.out))) throw new Error(`${generator.out} did not come out\n${told}`)
    write(`${name}/tsconfig.json`, JSON.stringify({ ...tsconfig, include: ['**/*.ts'] }))
    run('tsc', ['--project', join(output, name)])
    console.log(`✓ ${name}`)
  } catch (error) {
    failed = true
    console.error(`✗ ${name}\n${error.message}\n${error.stdout ?? ''}${error.stderr ?? ''}`)
  }
}
process.exitCode = failed ? 1 : 0
