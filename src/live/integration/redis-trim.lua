-- Removes the entries that every group has acknowledged; as one step, so that no group can appear in between.
-- KEYS: the stream. ARGV: epoch milliseconds from which entries stay in any case, or an empty text; the position after
-- which they stay, or an empty text.
-- Returns the number of entries removed; none while there is no group.
local function parse(id)
  local ms, seq = string.match(id, '^(%d+)-(%d+)$')
  return tonumber(ms), tonumber(seq)
end

local function before(a, b)
  local ams, aseq = parse(a)
  local bms, bseq = parse(b)
  return ams < bms or (ams == bms and aseq < bseq)
end

local function after(id)
  local ms, seq = string.match(id, '^(%d+)-(%d+)$')
  return ms .. '-' .. string.format('%.0f', tonumber(seq) + 1)
end

if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
local floor = nil
for _, group in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  local field = {}
  for i = 1, #group, 2 do field[group[i]] = group[i + 1] end
  local pending = redis.call('XPENDING', KEYS[1], field['name'])
  local first
  if pending[1] > 0 then
    first = pending[2]
  else
    first = after(field['last-delivered-id'])
  end
  if floor == nil or before(first, floor) then floor = first end
end
if floor == nil then return 0 end
if ARGV[1] ~= '' and before(ARGV[1] .. '-0', floor) then floor = ARGV[1] .. '-0' end
if ARGV[2] ~= '' and before(after(ARGV[2]), floor) then floor = after(ARGV[2]) end
return redis.call('XTRIM', KEYS[1], 'MINID', floor)
