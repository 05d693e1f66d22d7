/** The one WebSocket of a tab: it follows one topic, begins with the present, and says when it is broken. */

import type { Told } from './types'

/** What is followed: every record, or those about one session. */
export type Topic = 'all' | { session: string }

/** `live` means that the server has spoken on this connection; `lost` that it is being sought. */
export type Link = 'connecting' | 'live' | 'lost'

export interface Listener {
  told(message: Told): void
  link(link: Link): void
  /** The server does not know the topic; the sentence is its own. */
  refused?(detail: string): void
}

/** How long to wait before the next try, in ms: soon at first, then with patience. */
export const backoff = (tries: number): number => Math.min(250 * 2 ** tries, 5_000)

/** How long a connection may stay silent before the server has spoken, in ms. */
const FIRST_WORD = 5_000

interface Following {
  topic: Topic
  listener: Listener
}

export class Live {
  private socket: WebSocket | undefined
  private following: Following | undefined
  private tries = 0
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly open: () => WebSocket = () => new WebSocket(address(window.location))) {}

  /** Follows a topic instead of whatever was followed before; returns how to stop. */
  follow(topic: Topic, listener: Listener): () => void {
    const following = { topic, listener }
    this.following = following
    listener.link('connecting')
    if (this.socket?.readyState === WebSocket.OPEN) subscribe(this.socket, topic)
    else this.connect()
    return () => {
      if (this.following !== following) return
      this.following = undefined
      this.close()
    }
  }

  /** Takes a new connection: this one says nothing although there is something to say. One that is being made stays. */
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
      if (this.following) subscribe(socket, this.following.topic)
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
    const message = JSON.parse(text) as Partial<Told> & { detail?: string }
    if (message.detail !== undefined || message.seq === undefined) {
      following.listener.refused?.(message.detail ?? 'The server said something that is not understood.')
      return
    }
    // A word about what was followed before may still be on its way.
    const about = message.view?.id
    if (following.topic !== 'all' && about !== undefined && about !== following.topic.session) return
    this.tries = 0
    following.listener.link('live')
    following.listener.told(message as Told)
  }

  private broken(socket: WebSocket): void {
    if (this.socket !== socket) return
    this.close()
    if (!this.following) return
    this.following.listener.link('lost')
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

/** A page shows states, not records: after a break, too, the present is all that it needs. */
function subscribe(socket: WebSocket, topic: Topic): void {
  socket.send(JSON.stringify({ subscribe: topic }))
}

/** Where the WebSocket of a page is. */
export function address(page: { protocol: string; host: string }): string {
  return `${page.protocol === 'https:' ? 'wss:' : 'ws:'}//${page.host}/ws`
}

/** The tab's own. */
export const live = new Live()
