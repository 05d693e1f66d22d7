/** The one WebSocket of a tab: it follows one topic, goes on where it was after a break, and says when it is broken. */

import type { Told } from './types'

/** What is followed: every record, or those about one session. */
export type Topic = 'all' | { session: string }

/** `live` means that the server has spoken on this connection; `lost` that it is being sought. */
export type Link = 'connecting' | 'live' | 'lost'

export interface Listener {
  told(message: Told): void
  link(link: Link): void
  /** The server does not know the topic, or cannot go on; the sentence is its own. */
  refused?(detail: string): void
}

/** How long to wait before the next try, in ms: soon at first, then with patience. */
export const backoff = (tries: number): number => Math.min(250 * 2 ** tries, 5_000)

/** How long a connection may stay silent before the server has spoken, in ms. */
const FIRST_WORD = 5_000

interface Following {
  topic: Topic
  listener: Listener
  /** The last record that was told; undefined begins with the present. */
  seq: number | undefined
}

export class Live {
  private socket: WebSocket | undefined
  private following: Following | undefined
  private tries = 0
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly open: () => WebSocket = () => new WebSocket(address(window.location))) {}

  /** Follows a topic instead of whatever was followed before; returns how to stop. */
  follow(topic: Topic, listener: Listener): () => void {
    const following = { topic, listener, seq: undefined }
    this.following = following
    listener.link('connecting')
    if (this.socket?.readyState === WebSocket.OPEN) this.subscribe(this.socket, following)
    else this.connect()
    return () => {
      if (this.following !== following) return
      this.following = undefined
      this.close()
    }
  }

  /** Takes a new connection: the old one says nothing although there is something to say. */
  reconnect(): void {
    if (!this.following) return
    this.close()
    this.connect()
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
      if (this.following) this.subscribe(socket, this.following)
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

  private subscribe(socket: WebSocket, { topic, seq }: Following): void {
    socket.send(JSON.stringify(seq === undefined ? { subscribe: topic } : { subscribe: topic, after: seq }))
    if (this.following && seq !== undefined) {
      // Going on may have nothing to tell for a while; the open socket is word enough.
      this.tries = 0
      this.following.listener.link('live')
    }
  }

  private hear(text: string): void {
    const following = this.following
    if (!following) return
    const message = JSON.parse(text) as Partial<Told> & { detail?: string }
    if (message.detail !== undefined || message.seq === undefined) {
      this.refuse(following, message.detail ?? 'The server said something that is not understood.')
      return
    }
    // A word about what was followed before may still be on its way.
    const about = message.view?.id
    if (following.topic !== 'all' && about !== undefined && about !== following.topic.session) return
    this.tries = 0
    following.seq = message.seq
    following.listener.link('live')
    following.listener.told(message as Told)
  }

  /** A place beyond the server's last record belongs to another journal: begin anew, once. */
  private refuse(following: Following, detail: string): void {
    if (following.seq !== undefined && this.socket) {
      following.seq = undefined
      this.subscribe(this.socket, following)
      return
    }
    following.listener.refused?.(detail)
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

/** Where the WebSocket of a page is. */
export function address(page: { protocol: string; host: string }): string {
  return `${page.protocol === 'https:' ? 'wss:' : 'ws:'}//${page.host}/ws`
}

/** The tab's own. */
export const live = new Live()
