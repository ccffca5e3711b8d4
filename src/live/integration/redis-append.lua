-- Appends events whose ids are new, in order and as one step.
-- KEYS: the stream; the ids seen in this period, in the one before and in the one after (another publisher's clock may
-- be ahead). ARGV: seconds to keep the ids of this period, then id and event in turn.
-- Returns one text: for each event 1 where it was appended, 0 where its id was known.
local flags = {}
for i = 2, #ARGV, 2 do
  local id = ARGV[i]
  local known = redis.call('SISMEMBER', KEYS[3], id) == 1 or redis.call('SISMEMBER', KEYS[4], id) == 1
  if known or redis.call('SADD', KEYS[2], id) == 0 then
    flags[#flags + 1] = '0'
  else
    redis.call('XADD', KEYS[1], '*', 'e', ARGV[i + 1])
    flags[#flags + 1] = '1'
  end
end
redis.call('EXPIRE', KEYS[2], ARGV[1])
return table.concat(flags)
