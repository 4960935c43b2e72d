/** FarmHash's Fingerprint64, whose values are fixed for ever: the hash behind FARM_FINGERPRINT. */

const K0 = 0xc3a5c85c97cb3127n;
const K1 = 0xb492b66fbe98f273n;
const K2 = 0x9ae16a3b2f90404fn;

type Pair = readonly [bigint, bigint];

const u64 = (value: bigint) => BigInt.asUintN(64, value);
const rotate = (value: bigint, by: bigint) => u64((u64(value) >> by) | (u64(value) << (64n - by)));
const mix = (value: bigint) => u64(value) ^ (u64(value) >> 47n);

/** Reads `bytes` from a view, with the fetches the hash is made of. */
class Source {
  readonly #view: DataView;
  readonly length: number;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.length = bytes.length;
  }
  u64(at: number): bigint {
    return this.#view.getBigUint64(at, true);
  }
  u32(at: number): bigint {
    return BigInt(this.#view.getUint32(at, true));
  }
  u8(at: number): bigint {
    return BigInt(this.#view.getUint8(at));
  }
}

export function farmFingerprint(bytes: Uint8Array): bigint {
  const source = new Source(bytes);
  return BigInt.asIntN(64, hash(source));
}

function hash(s: Source): bigint {
  if (s.length <= 16) return upTo16(s);
  if (s.length <= 32) return upTo32(s);
  return s.length <= 64 ? upTo64(s) : long(s);
}

function pairHash(u: bigint, v: bigint, mul: bigint): bigint {
  const a = mix(u64((u64(u) ^ u64(v)) * mul));
  const b = mix(u64((u64(v) ^ a) * mul));
  return u64(b * mul);
}

function upTo16(s: Source): bigint {
  const length = BigInt(s.length);
  const mul = u64(K2 + length * 2n);
  if (s.length >= 8) {
    const a = u64(s.u64(0) + K2);
    const b = s.u64(s.length - 8);
    const c = u64(rotate(b, 37n) * mul + a);
    const d = u64((rotate(a, 25n) + b) * mul);
    return pairHash(c, d, mul);
  }
  if (s.length >= 4) return pairHash(length + (s.u32(0) << 3n), s.u32(s.length - 4), mul);
  if (s.length === 0) return K2;
  const y = s.u8(0) + (s.u8(s.length >> 1) << 8n);
  const z = length + (s.u8(s.length - 1) << 2n);
  return u64(mix(u64(y * K2) ^ u64(z * K0)) * K2);
}

function upTo32(s: Source): bigint {
  const mul = u64(K2 + BigInt(s.length) * 2n);
  const a = u64(s.u64(0) * K1);
  const b = s.u64(8);
  const c = u64(s.u64(s.length - 8) * mul);
  const d = u64(s.u64(s.length - 16) * K2);
  return pairHash(u64(rotate(a + b, 43n) + rotate(c, 30n) + d), u64(a + rotate(b + K2, 18n) + c), mul);
}

function upTo64(s: Source): bigint {
  const mul = u64(K2 + BigInt(s.length) * 2n);
  const a = u64(s.u64(0) * K2);
  const b = s.u64(8);
  const c = u64(s.u64(s.length - 8) * mul);
  const d = u64(s.u64(s.length - 16) * K2);
  const y = u64(rotate(a + b, 43n) + rotate(c, 30n) + d);
  const z = pairHash(y, u64(a + rotate(b + K2, 18n) + c), mul);
  const e = u64(s.u64(16) * mul);
  const f = s.u64(24);
  const g = u64((y + s.u64(s.length - 32)) * mul);
  const h = u64((z + s.u64(s.length - 24)) * mul);
  return pairHash(u64(rotate(e + f, 43n) + rotate(g, 30n) + h), u64(e + rotate(f + a, 18n) + g), mul);
}

function weak32(s: Source, at: number, seedA: bigint, seedB: bigint): Pair {
  const z = s.u64(at + 24);
  const a = u64(seedA + s.u64(at));
  const b = rotate(seedB + a + z, 21n);
  const sum = u64(a + s.u64(at + 8) + s.u64(at + 16));
  return [u64(sum + z), u64(b + rotate(sum, 44n) + a)];
}

interface State {
  readonly x: bigint;
  readonly y: bigint;
  readonly z: bigint;
  readonly v: Pair;
  readonly w: Pair;
}

/** One block of 64 bytes. The last one is mixed with factors of its own. */
function round(s: Source, at: number, state: State, mul: bigint, factor: bigint): State {
  const { v, w } = state;
  const x = u64(rotate(state.x + state.y + v[0] + s.u64(at + 8), 37n) * mul) ^ u64(w[1] * factor);
  const y = u64(u64(rotate(state.y + v[1] + s.u64(at + 48), 42n) * mul) + v[0] * factor + s.u64(at + 40));
  const z = u64(rotate(state.z + w[0], 33n) * mul);
  return {
    x: z,
    y,
    z: x,
    v: weak32(s, at, u64(v[1] * mul), u64(x + w[0])),
    w: weak32(s, at + 32, u64(z + w[1]), u64(y + s.u64(at + 16))),
  };
}

function long(s: Source): bigint {
  const seed = 81n;
  const y = u64(seed * K1 + 113n);
  let state: State = {
    x: u64(seed * K2 + s.u64(0)),
    y,
    z: u64(mix(u64(y * K2 + 113n)) * K2),
    v: [0n, 0n],
    w: [0n, 0n],
  };
  const end = Math.floor((s.length - 1) / 64) * 64;
  for (let at = 0; at < end; at += 64) state = round(s, at, state, K1, 1n);
  const mul = u64(K1 + ((state.z & 0xffn) << 1n));
  const rest = (s.length - 1) & 63;
  const w0 = u64(state.w[0] + BigInt(rest));
  const v0 = u64(state.v[0] + w0);
  state = { ...state, v: [v0, state.v[1]], w: [u64(w0 + v0), state.w[1]] };
  const { x, y: last, z, v, w } = round(s, end + rest - 63, state, mul, 9n);
  return pairHash(u64(pairHash(v[0], w[0], mul) + mix(last) * K0 + z), u64(pairHash(v[1], w[1], mul) + x), mul);
}
