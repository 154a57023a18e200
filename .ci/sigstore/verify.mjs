// Verifies a bundle with sigstore-js, offline: node verify.mjs MODULES BUNDLE KEY TRUSTED_ROOT SUBJECT
import { createHash, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [modules, bundleFile, keyFile, rootFile, subjectFile] = process.argv.slice(2);
const load = createRequire(`${modules}/`);
const { bundleFromJSON } = load('@sigstore/bundle');
const { TrustedRoot } = load('@sigstore/protobuf-specs');
const { Verifier, toSignedEntity, toTrustMaterial } = load('@sigstore/verify');
const json = (file) => JSON.parse(readFileSync(file, 'utf8'));

const bundle = bundleFromJSON(json(bundleFile));
const spki = createPublicKey(readFileSync(keyFile)).export({ type: 'spki', format: 'der' });
const finder = () => ({ publicKey: createPublicKey(readFileSync(keyFile)), validFor: () => true });
const material = toTrustMaterial(TrustedRoot.fromJSON(json(rootFile)), finder);
const verifier = new Verifier(material, { tlogThreshold: 1, ctlogThreshold: 0, timestampThreshold: 1 });
verifier.verify(toSignedEntity(bundle));

// what the statement is about is for the caller to ask
const statement = JSON.parse(Buffer.from(bundle.content.dsseEnvelope.payload).toString('utf8'));
const digest = createHash('sha256').update(readFileSync(subjectFile)).digest('hex');
if (!statement.subject.some((subject) => subject.digest.sha256 === digest)) {
  throw new Error('the bundle is about something else');
}
const hint = createHash('sha256').update(spki).digest('base64');
if (bundle.verificationMaterial.content.publicKey.hint !== hint) {
  throw new Error('the bundle names another key');
}
console.log('Verified OK');
