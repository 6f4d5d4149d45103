// Documents of Automerge and Yjs, made by their JavaScript libraries, asked of the program: crdt.mjs PROGRAM FOLDER
// (FOLDER holds node_modules). Two offline people both put milk on one list; two others do not.

import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import assert from 'node:assert'

const [program, folder] = process.argv.slice(2).map(path => resolve(path))
const required = createRequire(join(folder, 'package.json'))
const load = name => import(pathToFileURL(required.resolve(name)).href)
const A = await load('@automerge/automerge')
const Y = await load('yjs')
const top = mkdtempSync(join(tmpdir(), 'crdt-'))

function asked(...words) {
  try {
    return { code: 0, out: execFileSync(program, ['check', ...words], { cwd: top, encoding: 'utf8' }) }
  } catch (error) {
    return { code: error.status, out: `${error.stdout}${error.stderr}` }
  }
}

function told(code, words, ...parts) {
  const ran = asked(...words)
  assert.equal(ran.code, code, ran.out)
  parts.forEach(part => assert.ok(ran.out.includes(part), `no '${part}' in ${ran.out}`))
}

try {
  for (const [entry, code] of [['milk', 1], ['a broom', 0]]) {
    const base = A.from({ groceries: ['bread', 'eggs', 'apples'], slides: [{ title: 'Risks', bullets: [] }] })
    const ada = A.change(A.clone(base), doc => doc.groceries.unshift('milk'))
    const ben = A.change(A.clone(base), doc => doc.groceries.push(entry))
    writeFileSync(join(top, 'both.automerge'), A.save(A.merge(A.clone(ada), ben)))
    told(code, ['--automerge', 'both.automerge'], ...(code ? ['groceries › entry 1', 'actor '] : []))

    const first = new Y.Doc()
    first.getArray('groceries').push(['bread', 'eggs', 'apples'])
    const second = new Y.Doc()
    Y.applyUpdate(second, Y.encodeStateAsUpdate(first))
    first.getArray('groceries').insert(0, ['milk'])
    second.getArray('groceries').push([entry])
    writeFileSync(join(top, 'ada.bin'), Y.encodeStateAsUpdate(first))
    writeFileSync(join(top, 'ben.bin'), Y.encodeStateAsUpdate(second))
    told(code, ['--yjs', 'ada.bin', 'ben.bin'], ...(code ? ['groceries › entry 1'] : []))
  }
  // A page of an editor: paragraphs are nodes, and bold is a mark.
  const first = new Y.Doc()
  const paragraph = (doc, at, text) => {
    const node = new Y.XmlElement('paragraph')
    node.insert(0, [new Y.XmlText(text)])
    doc.getXmlFragment('page').insert(at, [node])
  }
  ;['The river crosses the town.', 'The harbour sleeps at night.'].forEach((text, at) => paragraph(first, at, text))
  const second = new Y.Doc()
  Y.applyUpdate(second, Y.encodeStateAsUpdate(first))
  paragraph(first, 0, 'The gateway retries every failed payment request three times before it gives up.')
  paragraph(second, 2, 'The gateway retries every failed payment request three times before giving up.')
  writeFileSync(join(top, 'ada.bin'), Y.encodeStateAsUpdate(first))
  writeFileSync(join(top, 'ben.bin'), Y.encodeStateAsUpdate(second))
  told(1, ['--yjs', 'ada.bin', 'ben.bin'], 'page › entry 1', 'page › entry 3')
  console.log('documents of Automerge and Yjs made in JavaScript are read')
} finally {
  rmSync(top, { recursive: true, force: true })
}
