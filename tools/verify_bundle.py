"""Check a zicha proof with nothing but Python: no zicha, no other package, no network.

    python3 verify_bundle.py PROOF.json KEY

KEY is the issuer's public key as written in log-key.pub (name+id+key). Exit code 0: every record is in the signed
log, none of the units' records is left out, and every count, sum, rate and share is what the records say; people,
windows and problems are left to zicha. Exit code 1 and one line that says why: it is not so.
Ed25519 as in RFC 8032 section 5.1.7; Merkle paths as in RFC 9162 section 2.1.3.2.
"""
# ruff: noqa: ANN001, ANN201, D103 -- an auditor reads this in one sitting: under 200 lines, nothing but what is checked

import base64
import hashlib
import json
import pathlib
import sys
from fractions import Fraction

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def need(condition, reason):
    if not condition:
        print(f"NOT PROVEN: {reason}")
        sys.exit(1)


def sha256(data):
    return hashlib.sha256(data).digest()


def add(one, other):
    a, b = (one[1] - one[0]) * (other[1] - other[0]) % P, (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar, point, found=(0, 1, 1, 0)):
    for bit in range(256):
        found, point = add(found, point) if scalar >> bit & 1 else found, add(point, point)
    return found


def point_of(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    need(y < P, "the key or signature is malformed")
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    need((x * x - square) % P == 0 and (x or not sign), "the key or signature is malformed")
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def signed(message, signature, key):
    base_y = 4 * pow(5, P - 2, P) % P
    base = point_of(base_y.to_bytes(32, "little"))
    scalar = int.from_bytes(signature[32:], "little")
    need(len(signature) == 64 and scalar < Q, "the signature is malformed")
    digest = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % Q
    one, other = times(scalar, base), add(point_of(signature[:32]), times(digest, point_of(key)))
    return (one[0] * other[2] - other[0] * one[2]) % P == 0 == (one[1] * other[2] - other[1] * one[2]) % P


def head_of(note, key_text):
    """The size and root that the note's checkpoint signs."""
    name, _, code = key_text.strip().split("+", 2)
    raw = base64.b64decode(code)
    key_id = sha256(name.encode() + b"\n" + raw)[:4]
    text, _, lines = note.rpartition("\n\n")
    text += "\n"
    for line in lines.strip("\n").split("\n"):
        _, signer, written = line.split(" ")
        signature = base64.b64decode(written)
        if signer == name and signature[:4] == key_id and signed(text.encode(), signature[4:], raw[1:]):
            origin, size, root = text.split("\n")[:3]
            need(origin == name, "the checkpoint is of another log")
            return int(size), base64.b64decode(root)
    return need("", f"{name} has not signed the checkpoint")


def root_from(index, size, leaf, path):
    node, last, found = index, size - 1, leaf
    need(0 <= index < size, "a record's number is outside the log")
    for sibling in (base64.b64decode(each) for each in path):
        need(last, "an audit path is too long")
        if node & 1 or node == last:
            found = sha256(b"\1" + sibling + found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = sha256(b"\1" + found + sibling)
        node, last = node >> 1, last >> 1
    need(not last, "an audit path is too short")
    return found


def body_of(said, size, root):
    body = said["body"].encode()
    leaf = sha256(b"\0" + body)
    need(root_from(said["seq"] - 1, size, leaf, said["path"]) == root, f"record {said['seq']} is not in the log")
    found = json.loads(body)
    need(found["seq"] == said["seq"], f"record {said['seq']} has another number")
    return found


def read(bundle, size, root):
    """The records' bodies, after it was shown that every unit's numbers run from 1 to the last without a gap."""
    close = body_of(bundle["close"], size, root)
    need(close["kind"] == "close" and not close["unit"], "there is no close entry")
    tree, count = bytes.fromhex(close["fields"]["tree"]), int(close["fields"]["units"])
    reached, bodies, withheld = {}, [], 0
    for said in bundle["units"]:
        leaf = json.dumps({"last": said["last"], "unit": said["unit"]}, ensure_ascii=False, separators=(",", ":"))
        found = root_from(said["index"], count, sha256(b"\0" + leaf.encode()), said["path"])
        need(found == tree, f"the close entry says another last number for {said['unit']}")
        reached[said["unit"]] = (0, 0)
    for said in bundle["records"]:
        number, before = reached[said["unit"]]
        need(said["unit_seq"] == number + 1, f"record {number + 1} of {said['unit']} is missing")
        need(before < said["seq"] < close["seq"], f"record {said['seq']} is out of order")
        reached[said["unit"]] = said["unit_seq"], said["seq"]
        if "body" in said:
            bodies.append(body_of(said, size, root))
            need(
                all(bodies[-1][name] == said[name] for name in ("unit", "unit_seq")), f"record {said['seq']} is forged"
            )
        else:
            found = root_from(said["seq"] - 1, size, base64.b64decode(said["leaf"]), said["path"])
            need(found == root, f"record {said['seq']} is not in the log")
            withheld += 1
    for said in bundle["units"]:
        need(reached[said["unit"]][0] == said["last"], f"records of {said['unit']} are missing at the end")
    return bodies, withheld


def chosen(selector, bodies):
    kinds, late = selector["kinds"], selector["backfilled"]
    found = [body for body in bodies if body["kind"] in kinds and late in (None, body["backfilled"])]
    return [body for body in found if all(body["fields"].get(name) in values for name, values in selector["where"])]


def amount(body, of):
    sheet = body["attendance"]
    if of in ("expected", "present", "excused", "made_up"):
        return Fraction(sheet.get(of, 0))
    if of == "absent":
        return Fraction(sheet["expected"] - sheet["present"] - sheet["excused"] if sheet else 0)
    return Fraction(int(Fraction(str(body["fields"].get(of, 0))) * 10**6), 10**6)


def total(of, bodies):
    return sum((amount(body, of) for body in bodies), Fraction(0)) if of else Fraction(len(bodies))


def recount(rule, bodies):
    """The rule's value, or None for people and windows, which are not counted without names and roster."""
    entries = chosen(rule["selector"], bodies) if "selector" in rule else []
    if rule["~"] in ("Count", "Sum"):
        return str(total(rule.get("of", ""), entries))
    if rule["~"] == "Rate":
        above, below = total(rule["numerator"], entries), total(rule["denominator"], entries)
    elif rule["~"] == "Share":
        above, below = (total(rule["of"], chosen(rule[part], bodies)) for part in ("part", "whole"))
    else:
        return None
    return str(above / below) if below else "—"


def main(file, key):
    bundle = json.loads(pathlib.Path(file).read_text("utf-8"))
    need(bundle.get("format") == "zicha-bundle/1", "this is not a zicha proof")
    bodies, withheld = read(bundle, *head_of(bundle["checkpoint"], key))
    latest = {body["entry"]: body for body in sorted(bodies, key=lambda body: body["seq"])}
    (start, end), on = bundle["period"], bundle["on"]
    kept = (body for body in latest.values() if not body["withdrawn"] and body["happened_on"] <= on)
    asked = [body for body in kept if start <= body["happened_on"] < end]
    counts = [0, 0]
    for figure in bundle["figures"]:
        speaks_of = [kind for kind in bundle["private_kinds"] if f'"{kind}"' in json.dumps(figure["rule"])]
        found = None if speaks_of and withheld else recount(figure["rule"], asked)
        counts[found is None] += 1
        need(found in (None, figure["value"]), f"{figure['figure']}: stated {figure['value']}, recounted {found}")
    print(f"PROVEN: {len(bundle['records'])} records, {withheld} by hash alone; none left out.")
    print(f"Figures recounted and equal: {counts[0]}; not recounted (others): {counts[1]}.")


if __name__ == "__main__":
    sys.exit(__doc__) if len(sys.argv) != 3 else None
    try:
        main(*sys.argv[1:])
    except (KeyError, TypeError, ValueError, AttributeError, OSError) as error:
        need("", f"unreadable: {error!r}")
