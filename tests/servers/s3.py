"""A small S3 server over HTTP: what zicha asks of a bucket, as the S3 API reference has it, and nothing else.

Every request must carry a right Signature Version 4 (computed here anew from the documentation, by no library) and
the hash of its payload. A bucket may keep versions; it may be told to refuse or to break off. Set
``ZICHA_TEST_S3=http://host:port/bucket`` with the usual AWS variables to run the same tests on another server.
"""

import hashlib
import hmac
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from xml.sax.saxutils import escape

KEY_ID, SECRET = "zicha-test", "a secret for tests"
PAGE = 3
"""Keys an answer lists at most, so that going on is tried too."""
NAMESPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'


@dataclass
class Version:
    id: str
    content: bytes | None
    """``None`` for a mark of removal."""
    at: datetime


@dataclass
class Store:
    """One bucket's contents, newest version last."""

    name: str
    keeps_versions: bool = False
    keys: dict[str, list[Version]] = field(default_factory=dict)
    refuses: str = ""
    """The S3 error code every request is answered with."""
    spoils: bool = False
    """Whether what is read comes back altered."""
    requests: list[str] = field(default_factory=list)
    ids: count = field(default_factory=count)

    def now(self, key):
        versions = self.keys.get(key, [])
        return versions[-1] if versions and versions[-1].content is not None else None

    def put(self, key, content):
        mark = f"v{next(self.ids)}" if self.keeps_versions else "null"
        self.keys[key] = [
            *(self.keys.get(key, []) if self.keeps_versions else []),
            Version(mark, content, datetime.now(UTC)),  # noqa: TID251 -- a server has a clock of its own
        ]

    def delete(self, key, version):
        if version:
            self.keys[key] = [one for one in self.keys.get(key, []) if one.id != version]
        elif self.keeps_versions:
            self.put(key, None)
        else:
            self.keys.pop(key, None)
        if not self.keys.get(key):
            self.keys.pop(key, None)

    def contents(self):
        """What the bucket holds, removed versions too."""
        return sorted((key, one.content) for key, versions in self.keys.items() for one in versions)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    store: Store

    def log_message(self, *words):
        pass

    def answer(self):
        self.path_asked, self.query = (
            urlsplit(self.path).path,
            dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True)),
        )
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        bucket, _, key = unquote(self.path_asked).lstrip("/").partition("/")
        self.store.requests.append(f"{self.command} {key}")
        problem = self.store.refuses or unsigned(self, body)
        if problem:
            return self.fail(403, problem)
        if bucket != self.store.name:
            return self.fail(404, "NoSuchBucket")
        return self.on_key(key, body) if key else self.on_bucket()

    do_GET = do_PUT = do_HEAD = do_DELETE = answer  # noqa: N815 -- http.server's names

    def on_bucket(self):
        if "location" in self.query:
            return self.send(200, f"<LocationConstraint {NAMESPACE}/>")
        if "versions" in self.query:
            return self.send(200, self.versions())
        return self.send(200, self.listing() if self.command == "GET" else "")

    def listing(self):
        prefix, after = self.query.get("prefix", ""), self.query.get("continuation-token", "")
        found = sorted(key for key in self.store.keys if key.startswith(prefix) and key > after and self.store.now(key))
        rows = "".join(
            f"<Contents><Key>{escape(key)}</Key><Size>{len(self.store.now(key).content)}</Size>"
            f"<LastModified>{self.store.now(key).at:%Y-%m-%dT%H:%M:%S.000Z}</LastModified></Contents>"
            for key in found[:PAGE]
        )
        more = len(found) > PAGE
        token = f"<NextContinuationToken>{escape(found[PAGE - 1])}</NextContinuationToken>" if more else ""
        return f"<ListBucketResult {NAMESPACE}><Name>{self.store.name}</Name><IsTruncated>{str(more).lower()}</IsTruncated>{token}{rows}</ListBucketResult>"

    def versions(self):
        rows = ""
        for key, versions in sorted(self.store.keys.items()):
            for one in reversed(versions) if key.startswith(self.query.get("prefix", "")) else ():
                name = "Version" if one.content is not None else "DeleteMarker"
                rows += f"<{name}><Key>{escape(key)}</Key><VersionId>{one.id}</VersionId><IsLatest>{str(one is versions[-1]).lower()}</IsLatest><LastModified>{one.at:%Y-%m-%dT%H:%M:%S.000Z}</LastModified></{name}>"
        return f"<ListVersionsResult {NAMESPACE}><Name>{self.store.name}</Name><IsTruncated>false</IsTruncated>{rows}</ListVersionsResult>"

    def on_key(self, key, body):
        if self.command == "PUT":
            self.store.put(key, body)
            return self.send(200, "", ETag=f'"{hashlib.md5(body).hexdigest()}"')
        if self.command == "DELETE":
            self.store.delete(key, self.query.get("versionId", ""))
            return self.send(204, "")
        found = self.store.now(key)
        if found is None:
            return self.fail(404, "NoSuchKey")
        content = found.content[::-1] if self.store.spoils else found.content
        at = f"{found.at:%a, %d %b %Y %H:%M:%S GMT}"
        return self.send(200, content, **{"Last-Modified": at, "ETag": f'"{hashlib.md5(found.content).hexdigest()}"'})

    def fail(self, status, code):
        return self.send(status, f"<Error><Code>{code}</Code><Message>{code}</Message></Error>")

    def send(self, status, content, **headers):
        content = content if isinstance(content, bytes) else content.encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/xml", "Content-Length": len(content), **headers}.items():
            self.send_header(name, str(value))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


def unsigned(request, body):
    """What is wrong with a request's signature, or nothing."""
    digest = request.headers.get("x-amz-content-sha256", "")
    if digest != hashlib.sha256(body).hexdigest():
        return "XAmzContentSHA256Mismatch"
    head, _, rest = request.headers.get("Authorization", "").partition(" ")
    said = dict(part.strip().split("=", 1) for part in rest.split(",") if "=" in part)
    if head != "AWS4-HMAC-SHA256" or not said.get("Credential", "").startswith(KEY_ID + "/"):
        return "InvalidAccessKeyId"
    return "" if hmac.compare_digest(signature(request, said, digest), said["Signature"]) else "SignatureDoesNotMatch"


def signature(request, said, digest):
    """AWS Signature Version 4: canonical request, string to sign, signing key."""
    _, day, region, service, last = said["Credential"].split("/")
    query = "&".join(
        f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}" for name, value in sorted(request.query.items())
    )
    names = said["SignedHeaders"].split(";")
    headers = "".join(f"{name}:{' '.join(request.headers[name].split())}\n" for name in names)
    canonical = "\n".join(
        [request.command, quote(unquote(request.path_asked), safe="/-_.~"), query, headers, ";".join(names), digest]
    )
    scope = f"{day}/{region}/{service}/{last}"
    hashed = hashlib.sha256(canonical.encode()).hexdigest()
    to_sign = f"AWS4-HMAC-SHA256\n{request.headers['x-amz-date']}\n{scope}\n{hashed}"
    key = f"AWS4{SECRET}".encode()
    for word in (day, region, service, last):
        key = hmac.digest(key, word.encode(), "sha256")
    return hmac.digest(key, to_sign.encode(), "sha256").hex()


@contextmanager
def serving(name, *, keeps_versions=False):
    """Serve one bucket on loopback; gives its store and its address."""
    store = Store(name, keeps_versions)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Of", (Handler,), {"store": store}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield store, f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
