-- wrk's script: every request is the next line of a file, sent as it is. Says its figures in one line of JSON at the end.
local lines = assert(io.open(os.getenv("SEALGATE_BENCH_LINES"), "rb"))
local again = os.getenv("SEALGATE_BENCH_AGAIN") == "true"
local last

wrk.method = "POST"
wrk.headers["Authorization"] = "Bearer " .. os.getenv("SEALGATE_BENCH_TOKEN")
wrk.headers["Content-Type"] = "application/json"

function request()
  local body = lines:read("*l")
  if not body and again then
    lines:seek("set")
    body = lines:read("*l")
  end
  if body then
    last = wrk.format(nil, nil, nil, body)
  else
    wrk.thread:stop()
  end
  return last
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"micros":%d,"p50Micros":%d,"p99Micros":%d,"maxMicros":%d,"badStatus":%d,"broken":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), latency.max,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
