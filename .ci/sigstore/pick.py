"""Takes an allowed bundle of a demo apart for the clients, and breaks it in each way: pick.py DEMO WORK."""

import base64
import copy
import json
import pathlib
import sys
import zipfile

demo, work = map(pathlib.Path, sys.argv[1:3])
row = next((row for row in json.loads((demo / "index.json").read_text()) if row["outcome"] == "allow"), None)
if row is None:
    sys.exit(1)
with zipfile.ZipFile(demo / row["bundle"]) as bundle:
    good = bundle.read("sigstore.json")
    subject = next(bundle.read(name) for name in bundle.namelist() if name.startswith("subject/"))
(work / "sigstore.json").write_bytes(good)
(work / "subject").write_bytes(subject)
(work / "other").write_bytes(subject + b" ")


def flipped(text):
    """The same base64 with one bit of its content turned."""
    raw = bytearray(base64.b64decode(text))
    raw[len(raw) // 2] ^= 1
    return base64.b64encode(raw).decode()


def flipped_payload(document):
    document["dsseEnvelope"]["payload"] = flipped(document["dsseEnvelope"]["payload"])


def flipped_signature(document):
    signature = document["dsseEnvelope"]["signatures"][0]
    signature["sig"] = flipped(signature["sig"])


def entry(document):
    return document["verificationMaterial"]["tlogEntries"][0]


def flipped_proof_hash(document):
    proof = entry(document)["inclusionProof"]
    if proof.get("hashes"):
        proof["hashes"][0] = flipped(proof["hashes"][0])
    else:
        proof["rootHash"] = flipped(proof["rootHash"])


def altered_tree_size(document):
    proof = entry(document)["inclusionProof"]
    proof["treeSize"] = str(int(proof["treeSize"]) + 1)


def altered_checkpoint(document):
    checkpoint = entry(document)["inclusionProof"]["checkpoint"]
    head, size, rest = checkpoint["envelope"].split("\n", 2)
    checkpoint["envelope"] = "\n".join([head, str(int(size) + 1), rest])


def altered_entry(document):
    one = entry(document)
    one["canonicalizedBody"] = flipped(one["canonicalizedBody"])


def no_log_entry(document):
    document["verificationMaterial"]["tlogEntries"] = []


def no_timestamp(document):
    del document["verificationMaterial"]["timestampVerificationData"]


def timestamp_over_other_bytes(document):
    stamps = document["verificationMaterial"]["timestampVerificationData"]["rfc3161Timestamps"]
    stamps[0]["signedTimestamp"] = flipped(stamps[0]["signedTimestamp"])


(work / "broken").mkdir()
for break_it in (
    flipped_payload,
    flipped_signature,
    flipped_proof_hash,
    altered_tree_size,
    altered_checkpoint,
    altered_entry,
    no_log_entry,
    no_timestamp,
    timestamp_over_other_bytes,
):
    document = copy.deepcopy(json.loads(good))
    break_it(document)
    name = break_it.__name__.replace("_", "-")
    (work / "broken" / (name + ".json")).write_text(json.dumps(document))
