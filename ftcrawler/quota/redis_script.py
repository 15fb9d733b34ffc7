"""The rules of schedule.py in the language of Redis, which runs them whole, on its own clock.

Times are whole microseconds. `departures` are a list, the newest first.
"""

from __future__ import annotations

from typing import Final

SCRIPT: Final = """
local times, state = KEYS[1], KEYS[2]
local what, assumed, value, late = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local planned_in, kept = tonumber(ARGV[5]), tonumber(ARGV[6])
local noted, credit, memory = tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])
local ahead, longest, hurry = tonumber(ARGV[10]), tonumber(ARGV[11]), tonumber(ARGV[12]) / 1000000
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local function text(number) return string.format('%.0f', number) end
local function known(field) return tonumber(redis.call('HGET', state, field) or 0) end

-- The clock was put back: what was noted is of no use.
if tonumber(redis.call('LINDEX', times, 0) or 0) > now + ahead then
    redis.call('DEL', times, state)
end
-- Nothing is known: all is new, or Redis has come back without its memory. In a second, nothing
-- that has left counts any more.
if redis.call('EXISTS', state) == 0 then
    redis.call('DEL', times)
    redis.call('HSET', state, 'closed', text(now + noted))
end

local closed, announced = known('closed'), known('announced')
-- No pause is longer, whoever noted it.
if closed > now + longest then
    closed = now + longest
    redis.call('HSET', state, 'closed', text(closed))
end
local limit = assumed > 0 and announced > 0 and announced or assumed
local moment = 0
if what == 'reserve' then
    local gap = limit > 0 and planned_in / limit or 0
    local following = known('planned') + gap
    moment = math.max(following > now - credit and following or now, closed)
    redis.call('HSET', state, 'planned', text(moment))
    local last = redis.call('LINDEX', times, 0)
    if last then moment = math.max(moment, tonumber(last) + hurry * gap) end
elseif what == 'depart' then
    moment = closed
    local first = limit > 0 and redis.call('LINDEX', times, limit - 1)
    if first then moment = math.max(moment, tonumber(first) + kept) end
    if moment <= now then
        while tonumber(redis.call('LINDEX', times, -1) or now) <= now - noted do
            redis.call('RPOP', times)
        end
        redis.call('LPUSH', times, text(now))
    end
elseif what == 'correct' then
    redis.call('LREM', times, 1, text(value))
    local left, place = value + late, nil
    for _, noted in ipairs(redis.call('LRANGE', times, 0, -1)) do
        if tonumber(noted) <= left then place = noted break end
    end
    if place then redis.call('LINSERT', times, 'BEFORE', place, text(left))
    else redis.call('RPUSH', times, text(left)) end
elseif what == 'announce' then
    redis.call('HSET', state, 'announced', text(value))
elseif what == 'pause' then
    closed = math.max(closed, now + math.min(value, longest))
    redis.call('HSET', state, 'closed', text(closed))
end
local life = math.ceil((math.max(0, closed - now) + memory) / 1000)
redis.call('PEXPIRE', times, life)
redis.call('PEXPIRE', state, life)
local recent = 0
for _, left in ipairs(redis.call('LRANGE', times, 0, -1)) do
    if tonumber(left) > now - 1000000 then recent = recent + 1 end
end
return {text(math.max(0, moment - now)), limit, text(now), recent}
"""
