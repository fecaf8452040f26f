"""Check a zicha proof with nothing but Python: no zicha, no other package, no network.

    python3 verify_bundle.py PROOF.json KEY

KEY is what log-key.pub holds (name+id+key). Exit code 0: every record is in the signed log, none of the units' records
and none of the units is left out, the rules are those of the bound scheme, and every figure is what the records say.
Exit code 1 and a line that says why: it is not so. Figures are counted by verify_bundle_figures.py, which lies beside
this file with three more. Ed25519 as in RFC 8032, 5.1.7; Merkle trees as in RFC 9162.
"""
# ruff: noqa: ANN001, ANN201, D103 -- an auditor reads this in one sitting: under 200 lines, only what is checked

import base64
import hashlib
import json
import pathlib
import runpy
import sys
from datetime import datetime, timedelta

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def need(condition, reason):
    if not condition:
        print(f"NOT PROVEN: {reason}")
        sys.exit(1)


def sha256(data):
    return hashlib.sha256(data).digest()


def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()  # RFC 8785


def add(one, other):
    product = D * one[0] * other[0] * one[1] * other[1]
    x, y = one[0] * other[1] + other[0] * one[1], one[1] * other[1] + one[0] * other[0]
    return x * pow(1 + product, -1, P) % P, y * pow(1 - product, -1, P) % P


def times(scalar, point):
    found = (0, 1)
    for bit in range(256):
        found, point = add(found, point) if scalar >> bit & 1 else found, add(point, point)
    return found


def point_of(data):
    y = int.from_bytes(data, "little") & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x * (1 if (x * x - square) % P == 0 else pow(2, (P - 1) // 4, P)) % P
    need(y < P and (x * x - square) % P == 0 and (x or data[31] < 128), "the key or signature is malformed")
    return (x if x & 1 == data[31] >> 7 else P - x), y


def signed(message, signature, key):
    scalar = int.from_bytes(signature[32:], "little")
    need(len(signature) == 64 and scalar < Q, "the signature is malformed")
    digest = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % Q
    base = point_of((4 * pow(5, -1, P) % P).to_bytes(32, "little"))
    return times(scalar, base) == add(point_of(signature[:32]), times(digest, point_of(key)))


def head_of(note, trusted):
    """Size and root of the log, and the line on the row log, if a trusted key signed them while it was to sign."""
    text, _, lines = note.rpartition("\n\n")
    origin, size, root, *more = text.split("\n")
    rows = next((line for line in more if line.startswith("rows ")), "")
    for line in lines.strip("\n").split("\n"):
        signature = base64.b64decode(line.split(" ")[2])
        for key, until in trusted.items():
            name, _, code = key.split("+", 2)
            raw = base64.b64decode(code)
            mine = (
                line.split(" ")[:2] == ["\u2014", origin]
                and origin == name
                and signature[:4] == sha256(name.encode() + b"\n" + raw)[:4]
            )
            if mine and int(size) <= until and signed(f"{text}\n".encode(), signature[4:], raw[1:]):
                return int(size), base64.b64decode(root), rows
    return None


def keys_of(key, changes):
    """Every key to trust, and up to which size: those given, and those that a trusted key's log names in its place."""
    trusted = {one: int(until or 2**63) for one, _, until in (line.partition(" ") for line in key.strip().split("\n"))}
    for change in changes:
        head = head_of(change["checkpoint"], trusted)
        if head:
            body = body_of(change, *head[:2])
            need(body["kind"] == "log_key" and body["fields"]["former"] in trusted, "a change of the key is forged")
            if body["fields"]["key"] not in trusted:
                trusted |= {body["fields"]["former"]: head[0], body["fields"]["key"]: 2**63}
    return trusted


def root_from(index, size, leaf, path):
    need(0 <= index < size, "a number is outside the log")
    node, last, found = index, size - 1, leaf
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


def tree(leaves):
    half = 1 << (len(leaves) - 1).bit_length() >> 1
    return sha256(b"\1" + tree(leaves[:half]) + tree(leaves[half:])) if half else leaves[0]


def body_of(said, size, root):
    leaf = sha256(b"\0" + said["body"].encode()) if "body" in said else base64.b64decode(said["leaf"])
    need(root_from(said["seq"] - 1, size, leaf, said["path"]) == root, f"record {said['seq']} is not in the log")
    found = json.loads(said["body"]) if "body" in said else None
    need(not found or found["seq"] == said["seq"], f"record {said['seq']} has another number")
    return found


def read(bundle, size, root):
    """The records' bodies, after it was shown that every unit's numbers run from 1 to the last without a gap."""
    close = body_of(bundle["close"], size, root)
    need(close["kind"] == "close" and not close["unit"], "there is no close entry")
    reached, bodies, before = {}, [], 0
    for said in bundle["units"]:
        leaf = sha256(b"\0" + canonical({"last": said["last"], "unit": said["unit"]}))
        found = root_from(said["index"], int(close["fields"]["units"]), leaf, said["path"]).hex()
        need(found == close["fields"]["tree"], f"the close entry says another last number for {said['unit']}")
        reached[said["unit"]] = 0
    for said in bundle["records"]:
        number = reached[said["unit"]] + 1
        need(said["unit_seq"] == number, f"record {number} of {said['unit']} is missing")
        need(before < said["seq"] < close["seq"], f"record {said['seq']} is out of order")
        reached[said["unit"]], before, body = number, said["seq"], body_of(said, size, root)
        need(
            not body or all(body[name] == said[name] for name in ("unit", "unit_seq")), f"record {said['seq']} differs"
        )
        bodies += [body] if body else []
    for said in bundle["units"]:
        need(reached[said["unit"]] == said["last"], f"records of {said['unit']} are missing at the end")
    moved = [body_of(said, size, root) for said in bundle["elsewhere"]]
    need(all(body["unit"] not in reached and body["seq"] < close["seq"] for body in moved), "a record is out of order")
    instant = datetime.fromisoformat(bundle["as_known_at"]) + timedelta(microseconds=1)
    need(int(instant.timestamp()) == close["recorded_at"], "it was not known at the instant of the close entry")
    bundle["erasures"] = [body_of(said, size, root) for said in bundle["erasures"]]
    need(all(body["kind"] == "erasure" and not body["unit"] for body in bundle["erasures"]), "an erasure is forged")
    return bodies + moved


def rows_of(bundle, line):
    """The opened rows by sort, after the row log was computed; no scheme and no unit that stands is held back."""
    rows, opened, found = [each.split(" ") for each in bundle["rows"]], {}, {}
    parts = ({"sort": sort, "replaces": int(old), "said": base64.b64decode(code).hex()} for sort, old, code in rows)
    leaves = [sha256(b"\0" + canonical({"row": number, **part})) for number, part in enumerate(parts, 1)]
    need(f"rows {len(leaves)} {base64.b64encode(tree(leaves)).decode()}" == line, "the row log is not the signed one")
    for number in {int(old) for _sort, old, _code in rows if old != "0"}:
        rows[number - 1] = ("", "", "")
    for each in bundle["opened"]:
        (sort, _, code), salt = rows[each["row"] - 1], bytes.fromhex(each["salt"])
        tag = b"zicha/row/v1\0" + sort.encode() + b"\0" + len(salt).to_bytes(2, "big")
        need(sha256(tag + salt + canonical(each["said"])) == base64.b64decode(code), f"row {each['row']} was altered")
        opened[each["row"]] = found.setdefault(sort, []).append(each["said"])
    for number, (sort, _, code) in enumerate(rows, 1):
        need(not code or sort not in ("scheme", "unit") or number in opened, f"row {number}, a {sort}, is left out")
    need(len(opened) == len(bundle["opened"]), "a row is opened twice")
    return found


def main(file, key):
    bundle = json.loads(pathlib.Path(file).read_text("utf-8"))
    need(bundle.get("format") == "zicha-bundle/2", "this is not a zicha proof, or one of another version")
    head = head_of(bundle["checkpoint"], keys_of(key, bundle["keys"]))
    need(head, "no key that you trust has signed the checkpoint")
    bodies, rows = read(bundle, *head[:2]), rows_of(bundle, head[2])
    withheld = sum("leaf" in said for said in bundle["records"])
    figures = runpy.run_path(str(pathlib.Path(__file__).with_name("verify_bundle_figures.py")))
    equal, left = figures["compare"](bundle, bodies, rows, withheld, need)
    print(f"PROVEN: {len(bundle['records'])} records, {withheld} by hash alone; none left out.")
    print("\n  ".join([f"Figures recounted and equal: {equal}; not recounted: {len(left)}.", *left]))


if __name__ == "__main__":
    sys.exit(__doc__) if len(sys.argv) != 3 else None
    try:
        main(*sys.argv[1:])
    except (KeyError, TypeError, ValueError, AttributeError, LookupError, OSError) as error:
        need("", f"unreadable: {error!r}")
