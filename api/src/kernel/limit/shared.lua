-- The rule of `take` in limit.rs, on Redis' own clock, so that replicas need not agree on the time.
-- KEYS[1] the bucket; ARGV[1] microseconds until the room for one request is back; ARGV[2] the limit.
-- Answers {microseconds to wait or 0, instant at which the bucket is whole again, now}.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local interval = tonumber(ARGV[1])
local full_at = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now) + interval
local over = full_at - now - interval * tonumber(ARGV[2])
if over > 0 then
  return {over, full_at, now}
end
redis.call('SET', KEYS[1], string.format('%.0f', full_at), 'PX', math.ceil((full_at - now) / 1000))
return {0, full_at, now}
