;; The policy of the corpus and of the verifier's tests: the same answers as test-policy.rego, by a module of one kilobyte that
;; speaks OPA's ABI 1.3 and was written by hand, so that a bundle is small. Made into small-policy.wasm by
;;   wat2wasm small-policy.wat
;; It looks its answer up in the text of the data document: data.test.allow[kind] or data.test.deny[kind]. data.test.mode makes it
;; hostile: "conflict" aborts, "spin" never ends, "grow" takes all memory and one byte more, "huge" answers with two million bytes,
;; any other mode but "deny" has no answer.
(module
  (import "env" "memory" (memory 4))
  (import "env" "opa_abort" (func $abort (param i32)))
  (import "env" "opa_builtin0" (func $builtin0 (param i32 i32) (result i32)))
  (global $heap (mut i32) (i32.const 65536))
  (global $data_end (mut i32) (i32.const 0))
  (global (export "opa_wasm_abi_version") i32 (i32.const 1))
  (global (export "opa_wasm_abi_minor_version") i32 (i32.const 3))

  (data (i32.const 16) "{\"sealgate/llm_run_snapshot/decision\":1,\"sealgate/other/decision\":2,\"sealgate/sealed_run/decision\":0}\00")
  ;; the slot for the names of built-ins: padded, so that a test can write other names into it
  (data (i32.const 512) "{}                                      \00")
  (data (i32.const 600) "\"test\":{")
  (data (i32.const 620) "\"mode\":\"")
  (data (i32.const 640) "\"allow\":{")
  (data (i32.const 660) "\"deny\":{")
  (data (i32.const 680) "\"findings\":[]")
  (data (i32.const 700) "\"kind\":\"sealed-run\"")
  (data (i32.const 730) "\"sealed-run\":")
  (data (i32.const 750) "\"llm-run-snapshot\":")
  (data (i32.const 780) "[{\"result\":")
  (data (i32.const 800) "conflicting answers\00")
  (data (i32.const 840) "[]\00")

  (func (export "opa_malloc") (param $size i32) (result i32)
    global.get $heap
    (global.set $heap (i32.add (global.get $heap) (local.get $size))))
  (func (export "opa_heap_ptr_get") (result i32) global.get $heap)
  ;; a value is the address of its text; of data it also remembers the end
  (func (export "opa_json_parse") (param $at i32) (param $size i32) (result i32)
    (global.set $data_end (i32.add (local.get $at) (local.get $size)))
    local.get $at)
  (func (export "opa_json_dump") (param $value i32) (result i32) local.get $value)
  (func (export "entrypoints") (result i32) i32.const 16)
  (func (export "builtins") (result i32) i32.const 512)

  ;; the address behind the first occurrence of a text within [from, end), or 0
  (func $find (param $from i32) (param $end i32) (param $text i32) (param $size i32) (result i32)
    (local $i i32)
    (block $none
      (loop $next
        (br_if $none (i32.gt_u (i32.add (local.get $from) (local.get $size)) (local.get $end)))
        (local.set $i (i32.const 0))
        (block $differs
          (loop $same
            (br_if $differs (i32.ne
              (i32.load8_u (i32.add (local.get $from) (local.get $i)))
              (i32.load8_u (i32.add (local.get $text) (local.get $i)))))
            (local.set $i (i32.add (local.get $i) (i32.const 1)))
            (br_if $same (i32.lt_u (local.get $i) (local.get $size))))
          (return (i32.add (local.get $from) (local.get $size))))
        (local.set $from (i32.add (local.get $from) (i32.const 1)))
        (br $next)))
    i32.const 0)

  (func $spin (loop $for_ever (br $for_ever)))
  (func $grow
    (block $full
      (loop $more (br_if $full (i32.eq (memory.grow (i32.const 64)) (i32.const -1))) (br $more)))
    (i32.store8 (i32.const -1) (i32.const 0)))
  (func $huge (result i32)
    (local $i i32)
    (loop $more
      (i32.store8 (i32.add (global.get $heap) (local.get $i)) (i32.const 0x20))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $more (i32.lt_u (local.get $i) (i32.const 2000000))))
    global.get $heap)

  ;; copies the object that begins at an address to the heap as OPA's result set; no string of the data holds a brace
  (func $answer (param $from i32) (result i32)
    (local $to i32) (local $depth i32) (local $c i32)
    (local.set $to (global.get $heap))
    (i64.store (local.get $to) (i64.load (i32.const 780)))
    (i32.store (i32.add (local.get $to) (i32.const 8)) (i32.load (i32.const 788)))
    (local.set $to (i32.add (local.get $to) (i32.const 11)))
    (loop $next
      (local.set $c (i32.load8_u (local.get $from)))
      (i32.store8 (local.get $to) (local.get $c))
      (local.set $from (i32.add (local.get $from) (i32.const 1)))
      (local.set $to (i32.add (local.get $to) (i32.const 1)))
      (local.set $depth (i32.add (local.get $depth) (i32.sub
        (i32.eq (local.get $c) (i32.const 0x7b)) (i32.eq (local.get $c) (i32.const 0x7d)))))
      (br_if $next (local.get $depth)))
    (i32.store8 (local.get $to) (i32.const 0x7d))
    (i32.store8 offset=1 (local.get $to) (i32.const 0x5d))
    (i32.store8 offset=2 (local.get $to) (i32.const 0))
    global.get $heap)

  ;; the answer of one half of data.test for the input's kind
  (func $of (param $data i32) (param $half i32) (param $size i32) (param $input i32) (param $end i32) (result i32)
    (local $at i32)
    (local.set $at (call $find (local.get $data) (global.get $data_end) (local.get $half) (local.get $size)))
    (if (call $find (local.get $input) (local.get $end) (i32.const 700) (i32.const 19))
      (then (local.set $at (call $find (local.get $at) (global.get $data_end) (i32.const 730) (i32.const 13))))
      (else (local.set $at (call $find (local.get $at) (global.get $data_end) (i32.const 750) (i32.const 19)))))
    (call $answer (local.get $at)))

  (func (export "opa_eval") (param i32 i32) (param $data i32) (param $input i32) (param $size i32) (param i32 i32) (result i32)
    (local $end i32) (local $mode i32)
    (if (i32.eq (i32.load8_u (i32.const 513)) (i32.const 0x22)) (then (drop (call $builtin0 (i32.const 0) (i32.const 0)))))
    (local.set $end (i32.add (local.get $input) (local.get $size)))
    (global.set $heap (i32.and (i32.add (local.get $end) (i32.const 15)) (i32.const -8)))
    (local.set $data (call $find (local.get $data) (global.get $data_end) (i32.const 600) (i32.const 8)))
    (local.set $mode (call $find (local.get $data) (global.get $data_end) (i32.const 620) (i32.const 8)))
    (if (local.get $mode)
      (then
        (if (i32.eq (i32.load8_u offset=1 (local.get $mode)) (i32.const 0x70)) (then (call $spin)))
        (local.set $mode (i32.load8_u (local.get $mode)))
        (if (i32.eq (local.get $mode) (i32.const 0x63)) (then (call $abort (i32.const 800))))
        (if (i32.eq (local.get $mode) (i32.const 0x67)) (then (call $grow)))
        (if (i32.eq (local.get $mode) (i32.const 0x68)) (then (return (call $huge))))
        (if (i32.eq (local.get $mode) (i32.const 0x64))
          (then (return (call $of (local.get $data) (i32.const 660) (i32.const 8) (local.get $input) (local.get $end)))))
        (return (i32.const 840))))
    (if (call $find (local.get $input) (local.get $end) (i32.const 680) (i32.const 13))
      (then (return (call $of (local.get $data) (i32.const 640) (i32.const 9) (local.get $input) (local.get $end)))))
    (call $of (local.get $data) (i32.const 660) (i32.const 8) (local.get $input) (local.get $end)))
)
