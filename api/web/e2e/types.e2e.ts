import { execFileSync } from 'node:child_process'
import { resolve } from 'node:path'

import ts from 'typescript'
import { expect, test } from 'vitest'

import { Server } from './stage'

/** Compiles live answers, written as literals of the UI's types; returns the compiler's errors. */
function faults(answers: [type: string, answer: unknown][]): string[] {
  const file = resolve('src/api/answers.ts')
  const source = answers
    .map(([type, answer], n) => `export const a${String(n)}: t.${type} = ${JSON.stringify(answer)}`)
    .join('\n')
  const options: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: [],
  }
  const host = ts.createCompilerHost(options)
  const read = host.getSourceFile.bind(host)
  const text = `import type * as t from './types'\n${source}`
  host.getSourceFile = (name, version) =>
    name === file ? ts.createSourceFile(name, text, version) : read(name, version)
  const program = ts.createProgram([file], options, host)
  return ts.getPreEmitDiagnostics(program).map((one) => ts.flattenDiagnosticMessageText(one.messageText, '\n'))
}

test('the generated types are those of the program’s OpenAPI document', () => {
  execFileSync('node', ['e2e/types.mjs', '--check'])
})

test('the types of the UI are those of the live answers, no field more and none less', async () => {
  const server = await Server.quick()
  const fresh = await server.dial(2)
  const running = await server.get(`/dialer/sessions/${fresh.id}`)
  const done = await server.settled(fresh.id)
  const lead = done.leadQueue[0] ?? done.calls[0]?.leadId ?? ''
  const dialed = done.calls[0]?.leadId ?? ''
  await server.post(`/leads/${dialed}/enrich`, {})
  const study = await server.post<{ id: string; status: string }>('/studies', { runs: 100, lines: [1, 2] })
  let studied = study
  while (['WAITING', 'RUNNING'].includes(studied.status)) studied = await server.get(`/studies/${study.id}`)
  expect(
    faults([
      ['SessionLine', fresh],
      ['Session', running],
      ['Session', done],
      ['Sessions', await server.get('/dialer/sessions')],
      ['Leads', await server.get('/leads')],
      ['Lead', await server.get(`/leads/${lead}`)],
      ['FilterOptions', await server.get('/leads/filters/options')],
      ['LeadActivities', await server.get(`/leads/${dialed}/crm-activities`)],
      ['Syncs', await server.get('/crm/syncs')],
      ['MockContact[]', (await server.get<{ contacts: unknown }>('/mock-crm/contacts')).contacts],
      ['Film', await server.get(`/dialer/sessions/${fresh.id}/film`)],
      ['Study', study],
      ['Study', studied],
      ['Scenarios', await server.get('/scenarios')],
    ]),
  ).toEqual([])
  expect(faults([['Lead', { ...(await server.get<object>(`/leads/${lead}`)), age: 7 }]])).toHaveLength(1)
})
