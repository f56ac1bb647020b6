import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hostileDocuments } from './hostile-documents.js'

/** A process that serves the documents of the benchmark `hostile`: `/N` is the Nth. Nothing else is there. */
const documents = Object.values(hostileDocuments)
const server = createServer((request, response) => {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname
  const document = /^\/\d+$/.test(path) ? documents[Number(path.slice(1))] : undefined
  if (document) void document(response)
  else response.writeHead(404).end()
})
server.listen(0, '0.0.0.0', () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.on('disconnect', () => process.exit())
