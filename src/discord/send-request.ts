import { DefaultRestOptions, type RESTOptions } from 'discord.js'

/**
 * How discord.js sends a request, with files written out as bytes before. It hands Node's own FormData to whichever copy
 * of undici was loaded first, and that of the fetcher does not know it: "action is not a function".
 */
export const sendRequest: RESTOptions['makeRequest'] = async (url, init) => {
  if (!(init.body instanceof FormData)) return await DefaultRestOptions.makeRequest(url, init)
  const form = new Response(init.body)
  const headers = { ...init.headers, 'content-type': form.headers.get('content-type') ?? '' }
  return await DefaultRestOptions.makeRequest(url, { ...init, headers, body: await form.arrayBuffer() })
}
