/** The one WebSocket of a tab: it follows one session, begins with the present, and reports when it is broken. */

import type { PushMessage } from './types'

export interface Listener {
  told(message: PushMessage): void
  /** The connection is broken, and another one is being opened. */
  lost(): void
}

/** How long to wait before the next try, in ms: short at first, then longer. */
export const backoff = (tries: number): number => Math.min(250 * 2 ** tries, 5_000)

/** How long a connection may stay silent before the server has spoken, in ms. */
const FIRST_WORD = 5_000

interface Following {
  session: string
  listener: Listener
}

export class Live {
  private socket: WebSocket | undefined
  private following: Following | undefined
  private tries = 0
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly open: () => WebSocket = () => new WebSocket(address(window.location))) {}

  /** Follows a session instead of the previous one; returns a function that stops. */
  follow(session: string, listener: Listener): () => void {
    const following = { session, listener }
    this.following = following
    if (this.socket?.readyState === WebSocket.OPEN) subscribe(this.socket, session)
    else this.connect()
    return () => {
      if (this.following !== following) return
      this.following = undefined
      this.close()
    }
  }

  /** Opens a new connection, because this one is silent although there is news. One that is being opened stays. */
  reconnect(): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.broken(this.socket)
  }

  private connect(): void {
    if (this.socket || !this.following) return
    clearTimeout(this.timer)
    const socket = this.open()
    this.socket = socket
    const silence = setTimeout(() => {
      this.broken(socket)
    }, FIRST_WORD)
    socket.onopen = () => {
      if (this.following) subscribe(socket, this.following.session)
    }
    socket.onmessage = (event: MessageEvent<string>) => {
      clearTimeout(silence)
      if (this.socket === socket) this.hear(event.data)
    }
    socket.onclose = () => {
      clearTimeout(silence)
      this.broken(socket)
    }
  }

  private hear(text: string): void {
    const following = this.following
    if (!following) return
    const message = JSON.parse(text) as Partial<PushMessage>
    // The server does not know the session; the request for it shows that.
    if (message.seq === undefined) return
    // A message about the previous session may still be on its way.
    const about = message.view?.id
    if (about !== undefined && about !== following.session) return
    this.tries = 0
    following.listener.told(message as PushMessage)
  }

  private broken(socket: WebSocket): void {
    if (this.socket !== socket) return
    this.close()
    if (!this.following) return
    this.following.listener.lost()
    this.timer = setTimeout(() => {
      this.connect()
    }, backoff(this.tries))
    this.tries += 1
  }

  private close(): void {
    clearTimeout(this.timer)
    const socket = this.socket
    this.socket = undefined
    if (!socket) return
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close()
  }
}

/** A page shows states, not records, so after a break the present is enough. */
function subscribe(socket: WebSocket, session: string): void {
  socket.send(JSON.stringify({ subscribe: { session } }))
}

/** Returns the address of a page's WebSocket. */
export function address(page: { protocol: string; host: string }): string {
  return `${page.protocol === 'https:' ? 'wss:' : 'ws:'}//${page.host}/ws`
}

/** The tab's own connection. */
export const live = new Live()
