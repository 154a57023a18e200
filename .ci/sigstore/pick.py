"""Takes an allowed bundle of a demo apart for the clients, and breaks it in each way: pick.py DEMO WORK."""

import base64
import copy
import json
import pathlib
import sys
import zipfile

demo, work = map(pathlib.Path, sys.argv[1:3])


def opened(row):
    """The file for clients and the document that an allowed bundle is about."""
    with zipfile.ZipFile(demo / row["bundle"]) as bundle:
        subject = next(bundle.read(name) for name in bundle.namelist() if name.startswith("subject/"))
        return bundle.read("sigstore.json"), subject


def entry(document):
    return document["verificationMaterial"]["tlogEntries"][0]


allowed = [opened(row) for row in json.loads((demo / "index.json").read_text()) if row["outcome"] == "allow"]
# the first entry of a log has a proof without hashes, which nobody could flip
proved = [each for each in allowed if entry(json.loads(each[0]))["inclusionProof"].get("hashes")]
if not proved or len(allowed) < 2:
    sys.exit(1)
good, subject = proved[-1]
another = json.loads(allowed[0][0])
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


def flipped_proof_hash(document):
    hashes = entry(document)["inclusionProof"]["hashes"]
    hashes[0] = flipped(hashes[0])


def altered_tree_size(document):
    """Where it counts: clients take the size from the signed checkpoint."""
    proof = entry(document)["inclusionProof"]
    head, size, rest = proof["checkpoint"]["envelope"].split("\n", 2)
    proof["treeSize"] = str(int(size) + 1)
    proof["checkpoint"]["envelope"] = "\n".join([head, proof["treeSize"], rest])


def entry_of_another(document):
    document["verificationMaterial"]["tlogEntries"] = another["verificationMaterial"]["tlogEntries"]


def no_log_entry(document):
    document["verificationMaterial"]["tlogEntries"] = []


def no_timestamp(document):
    del document["verificationMaterial"]["timestampVerificationData"]


def timestamp_of_another(document):
    stamps = another["verificationMaterial"]["timestampVerificationData"]
    document["verificationMaterial"]["timestampVerificationData"] = stamps


(work / "broken").mkdir()
for break_it in (
    flipped_payload,
    flipped_signature,
    flipped_proof_hash,
    altered_tree_size,
    entry_of_another,
    no_log_entry,
    no_timestamp,
    timestamp_of_another,
):
    document = copy.deepcopy(json.loads(good))
    break_it(document)
    name = break_it.__name__.replace("_", "-")
    (work / "broken" / (name + ".json")).write_text(json.dumps(document))
