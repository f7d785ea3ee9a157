// A stand-in for `wx` that really sends: as on a phone every status is a success, what is
// JSON comes back parsed, and an upload's answer is a text.
import { readFile } from 'node:fs/promises'

import type { MiniProgram } from '../../src/adapters/mini.js'

type Call = Parameters<MiniProgram['request']>[0]
type Upload = Parameters<MiniProgram['uploadFile']>[0]
type Methods = 'OPTIONS' | 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'TRACE' | 'CONNECT'

const METHODS: readonly Methods[] = ['OPTIONS', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'TRACE', 'CONNECT']

async function answer(response: Response, parse: boolean) {
  const text = await response.text()
  const header = Object.fromEntries([...response.headers].map(([name, value]) => [titled(name), value]))
  return { statusCode: response.status, data: parse ? parsed(text) : text, header }
}

/** WeChat gives header names as servers like to write them, not in lower case. */
function titled(name: string): string {
  return name.replace(/(^|-)\w/g, (letter) => letter.toUpperCase())
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

async function send({ url, method, header, data, success, fail }: Call): Promise<void> {
  if (!METHODS.includes(method)) return fail({ errMsg: 'request:fail method is invalid' })
  try {
    const body = data === undefined ? {} : { body: data }
    success(await answer(await fetch(url, { method, headers: header, ...body }), true))
  } catch (reason) {
    fail({ errMsg: `request:fail ${String(reason)}` })
  }
}

async function upload({ url, header, name, filePath, formData, success, fail }: Upload): Promise<void> {
  try {
    const form = new FormData()
    for (const [field, value] of Object.entries(formData)) form.append(field, value)
    form.append(name, new Blob([await readFile(filePath)]), 'tmp.jpg')
    success(await answer(await fetch(url, { method: 'POST', headers: header, body: form }), false))
  } catch (reason) {
    fail({ errMsg: `uploadFile:fail ${String(reason)}` })
  }
}

export const wx: MiniProgram = {
  request: (call) => void send(call),
  uploadFile: (call) => void upload(call),
}
