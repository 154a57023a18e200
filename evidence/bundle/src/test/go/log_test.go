// Reads a log written by this project with the packages that Go itself uses for its checksum database. The folder, the log's verifier
// key and the sizes of older trees with their roots come from the environment; without them there is nothing to test.
package logtest

import (
	"encoding/base64"
	"encoding/binary"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// folder reads tiles as tlog-tiles names them: without the height, which Go's own paths carry.
type folder string

func (f folder) Height() int { return 8 }

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		data, err := os.ReadFile(filepath.Join(string(f), path))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

func hash(t *testing.T, text string) tlog.Hash {
	t.Helper()
	bytes, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(bytes) != tlog.HashSize {
		t.Fatalf("%q is no hash", text)
	}
	return tlog.Hash(bytes)
}

func number(t *testing.T, text string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func entry(t *testing.T, dir string, size, index int64) []byte {
	t.Helper()
	width := size - index/256*256
	path := strings.Replace(tlog.Tile{H: 8, L: -1, N: index / 256, W: int(min(width, 256))}.Path(), "tile/8/data/", "tile/entries/", 1)
	data, err := os.ReadFile(filepath.Join(dir, path))
	if err != nil {
		t.Fatal(err)
	}
	for range index % 256 {
		data = data[2+binary.BigEndian.Uint16(data):]
	}
	return data[2 : 2+binary.BigEndian.Uint16(data)]
}

func TestLog(t *testing.T) {
	dir := os.Getenv("SEALGATE_LOG")
	if dir == "" {
		t.Skip("SEALGATE_LOG names no log")
	}
	verifier, err := note.NewVerifier(os.Getenv("SEALGATE_LOG_KEY"))
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	if err != nil {
		t.Fatal(err)
	}
	opened, err := note.Open(file, note.VerifierList(verifier))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		t.Fatalf("not a checkpoint of %s: %q", verifier.Name(), opened.Text)
	}
	tree := tlog.Tree{N: number(t, lines[1]), Hash: hash(t, lines[2])}
	// this reader holds every tile against the tree's hash before it gives anything out
	hashes := tlog.TileHashReader(tree, folder(dir))

	for i := range tree.N {
		proof, err := tlog.ProveRecord(tree.N, i, hashes)
		if err != nil {
			t.Fatal(err)
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, i, tlog.RecordHash(entry(t, dir, tree.N, i))); err != nil {
			t.Fatalf("entry %d: %v", i, err)
		}
	}
	for _, older := range strings.Fields(os.Getenv("SEALGATE_LOG_OLDER")) {
		size, root, _ := strings.Cut(older, ":")
		proof, err := tlog.ProveTree(tree.N, number(t, size), hashes)
		if err != nil {
			t.Fatal(err)
		}
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, number(t, size), hash(t, root)); err != nil {
			t.Fatalf("tree of %s: %v", size, err)
		}
	}
	t.Logf("read %d entries", tree.N)
}
