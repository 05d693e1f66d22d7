/**
 * Writes `src/api/schema.ts` anew, from the OpenAPI document of the built program: `npm run types`. With `--check` it
 * only reports whether that is needed.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'

import openapi, { astToString } from 'openapi-typescript'

import { programOf } from './program.mjs'

const PROGRAM = programOf('debug')
const FILE = 'src/api/schema.ts'

const document = execFileSync(PROGRAM, ['openapi'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
const types = astToString(await openapi(document, { emptyObjectsUnknown: true }))
const schema = `// Made of the OpenAPI document: npm run types\n\n${types}`
if (!process.argv.includes('--check')) writeFileSync(FILE, schema)
else if (readFileSync(FILE, 'utf8') !== schema) {
  console.error(`${FILE} does not follow the OpenAPI document of ${PROGRAM}: npm run types`)
  process.exit(1)
}
