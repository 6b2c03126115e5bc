------------------------------ MODULE Fencing ------------------------------
(***************************************************************************)
(* Ownership, intents and fencing, for managers that share a database.     *)
(*                                                                         *)
(* Each host has a row: who owns it and under which epoch, whether a       *)
(* force-off is armed (then the host is in custody), whether it was seen   *)
(* off, whether its VM was released. A manager decides upon its copy of    *)
(* the row, which may be out of date. A force-off is armed (in the row),   *)
(* sent (by the manager) and arrives (at the BMC) in three steps; between  *)
(* any two a manager may be paused or die.                                 *)
(*                                                                         *)
(* Time is not counted: Wall says that from now on an armed command cannot *)
(* leave any more, and it may come at any moment. What has left may arrive *)
(* at any later time.                                                      *)
(*                                                                         *)
(* The one VM of a host stands for all of them. README.md beside this file *)
(* says where the code does what these actions say.                        *)
(***************************************************************************)
EXTENDS Naturals, TLC

CONSTANTS
    Managers, Hosts,
    Faults,         \* how many things go wrong, in any order
    None,
    Epochs,         \* FALSE plants a bug: commits of a past owner are taken
    Waits,          \* FALSE plants a bug: a new owner does not wait for the wall of the last one
    Proof,          \* readings of Off that prove it; 1 plants a bug
    Switched,       \* FALSE plants a bug: the switch is not looked at in the commit that arms
    TakesOver       \* FALSE plants a bug: nobody takes over from the dead

VARIABLES
    row,            \* what the database says of a host
    copy,           \* copy[m][h]: what a manager believes of a row that it claimed, or None
    life,           \* of a manager: "running", "paused", "dead"
    live,           \* the managers that membership takes for alive
    unsent,         \* <<m, h>>: m has armed a force-off of h, and may yet send it
    wire,           \* hosts to whose BMC a force-off is under way
    seen,           \* seen[m][h]: readings of Off in a row, since m began to verify
    powered, hung,  \* what is true of a host
    reachable,      \* of its BMC
    vm,             \* where a host's VM has a process: a subset of {"here", "elsewhere"}
    switch,         \* FALSE: the kill switch is turned
    faults

world   == <<powered, hung, reachable, vm>>
managed == <<life, live>>
vars    == <<row, copy, unsent, wire, seen, switch, faults, managed, world>>

Init ==
    /\ row = [h \in Hosts |-> [owner |-> None, epoch |-> 0, armed |-> FALSE, fenced |-> FALSE, released |-> FALSE]]
    /\ copy = [m \in Managers |-> [h \in Hosts |-> None]]
    /\ life = [m \in Managers |-> "running"]
    /\ live = Managers
    /\ unsent = {} /\ wire = {}
    /\ seen = [m \in Managers |-> [h \in Hosts |-> 0]]
    /\ powered = [h \in Hosts |-> TRUE] /\ hung = [h \in Hosts |-> FALSE]
    /\ reachable = [h \in Hosts |-> TRUE]
    /\ vm = [h \in Hosts |-> {"here"}]
    /\ switch = TRUE
    /\ faults = 0

Running(m) == life[m] = "running"
Alive(h)   == powered[h] /\ ~hung[h]

\* Compare and set: a decision upon a copy that is out of date is not stored.
Commit(m, h, next) ==
    /\ Epochs => copy[m][h] = row[h]
    /\ row' = [row EXCEPT ![h] = next]
    /\ copy' = [copy EXCEPT ![m][h] = next]

-----------------------------------------------------------------------------
(* What managers do. "Mine" is what a manager believes.                    *)

Mine(m, h) == Running(m) /\ copy[m][h] # None

\* Takes a row that nobody owns, or whose owner does not live. The new epoch shuts the old owner out.
Claim(m, h) ==
    /\ Running(m) /\ m \in live
    /\ row[h].owner = None \/ (TakesOver /\ row[h].owner \notin live)
    /\ LET next == [row[h] EXCEPT !.owner = m, !.epoch = @ + 1]
       IN  row' = [row EXCEPT ![h] = next] /\ copy' = [copy EXCEPT ![m][h] = next]
    /\ seen' = [seen EXCEPT ![m][h] = 0]
    /\ UNCHANGED <<unsent, wire, switch, faults, managed, world>>

\* Nothing that another has armed can leave any more.
OthersWallPassed(m, h) == Waits => \A other \in Managers \ {m} : <<other, h>> \notin unsent

\* Stores the intent to force off a host that does not answer, or arms once more.
Arm(m, h) ==
    /\ Mine(m, h) /\ ~copy[m][h].fenced
    /\ ~Alive(h) /\ seen[m][h] = 0
    /\ <<m, h>> \notin unsent /\ OthersWallPassed(m, h)
    /\ Switched => switch
    /\ Commit(m, h, [copy[m][h] EXCEPT !.armed = TRUE])
    /\ unsent' = unsent \union {<<m, h>>}
    /\ UNCHANGED <<wire, seen, switch, faults, managed, world>>

\* Sends what it has armed. It does not ask the database again: the row may be another's by now.
Send(m, h) ==
    /\ Running(m) /\ <<m, h>> \in unsent
    /\ unsent' = unsent \ {<<m, h>>}
    /\ wire' = wire \union {h}
    /\ UNCHANGED <<row, copy, seen, switch, faults, managed, world>>

\* The hard wall passes in a pause as well; that a manager which runs is so slow is a fault.
Wall(m, h) ==
    /\ <<m, h>> \in unsent
    /\ unsent' = unsent \ {<<m, h>>}
    /\ IF Running(m) THEN faults < Faults /\ faults' = faults + 1 ELSE faults' = faults
    /\ UNCHANGED <<row, copy, wire, seen, switch, managed, world>>

CanRead(m, h) ==
    /\ Mine(m, h) /\ copy[m][h].armed /\ <<m, h>> \notin unsent /\ OthersWallPassed(m, h)
    /\ reachable[h] /\ seen[m][h] < Proof

\* Reads the power in a fresh session. Silence is not Off.
Read(m, h) ==
    /\ CanRead(m, h)
    /\ seen' = [seen EXCEPT ![m][h] = IF powered[h] THEN 0 ELSE @ + 1]
    /\ UNCHANGED <<row, copy, unsent, wire, switch, faults, managed, world>>

\* Off is proven: fenced, and in the same commit the record of what is to be released.
Fence(m, h) ==
    /\ Mine(m, h) /\ copy[m][h].armed /\ seen[m][h] = Proof
    /\ Commit(m, h, [copy[m][h] EXCEPT !.fenced = TRUE, !.armed = FALSE])
    /\ seen' = [seen EXCEPT ![m][h] = 0]
    /\ UNCHANGED <<unsent, wire, switch, faults, managed, world>>

\* Works off the record; whoever owns the row goes on with it, and starts nothing twice.
Release(m, h) ==
    /\ Mine(m, h) /\ copy[m][h].fenced /\ ~copy[m][h].released
    /\ Commit(m, h, [copy[m][h] EXCEPT !.released = TRUE])
    /\ vm' = [vm EXCEPT ![h] = @ \union {"elsewhere"}]
    /\ UNCHANGED <<unsent, wire, seen, switch, faults, managed, powered, hung, reachable>>

\* The host answers, and no command of ours can have overtaken its answer: custody ends.
Settle(m, h) ==
    /\ Mine(m, h) /\ copy[m][h].armed /\ Alive(h)
    /\ <<m, h>> \notin unsent /\ OthersWallPassed(m, h)
    /\ Commit(m, h, [copy[m][h] EXCEPT !.armed = FALSE])
    /\ seen' = [seen EXCEPT ![m][h] = 0]
    /\ UNCHANGED <<unsent, wire, switch, faults, managed, world>>

\* Learns that the row is another's.
Lose(m, h) ==
    /\ Mine(m, h) /\ copy[m][h] # row[h]
    /\ copy' = [copy EXCEPT ![m][h] = None]
    /\ UNCHANGED <<row, unsent, wire, seen, switch, faults, managed, world>>

\* Membership: who is silent is taken for dead, whether he is or only paused.
Miss(m) ==
    /\ m \in live /\ ~Running(m)
    /\ live' = live \ {m}
    /\ UNCHANGED <<row, copy, unsent, wire, seen, switch, faults, life, world>>

Join(m) ==
    /\ m \notin live /\ Running(m)
    /\ live' = live \union {m}
    /\ UNCHANGED <<row, copy, unsent, wire, seen, switch, faults, life, world>>

GoOn(m) ==
    /\ life[m] = "paused"
    /\ life' = [life EXCEPT ![m] = "running"]
    /\ UNCHANGED <<row, copy, unsent, wire, seen, switch, faults, live, world>>

-----------------------------------------------------------------------------
(* What the world does                                                     *)

\* The packet arrives, whatever became of its sender: early, late, or after the host was taken back.
Arrive(h) ==
    /\ h \in wire
    /\ wire' = wire \ {h}
    /\ powered' = [powered EXCEPT ![h] = @ /\ ~reachable[h]]
    /\ hung' = [hung EXCEPT ![h] = @ /\ ~reachable[h]]
    /\ vm' = [vm EXCEPT ![h] = IF reachable[h] THEN @ \ {"here"} ELSE @]
    /\ UNCHANGED <<row, copy, unsent, seen, switch, faults, managed, reachable>>

\* VM HA decides by itself about a host that it was not told to leave to us.
Restart(h) ==
    /\ Alive(h) /\ vm[h] = {} /\ ~row[h].armed /\ ~row[h].fenced
    /\ vm' = [vm EXCEPT ![h] = {"here"}]
    /\ UNCHANGED <<row, copy, unsent, wire, seen, switch, faults, managed, powered, hung, reachable>>

Answer(h) ==
    /\ ~reachable[h]
    /\ reachable' = [reachable EXCEPT ![h] = TRUE]
    /\ UNCHANGED <<row, copy, unsent, wire, seen, switch, faults, managed, powered, hung, vm>>

-----------------------------------------------------------------------------
(* What goes wrong, as often as Faults says                                *)

Fault == faults < Faults /\ faults' = faults + 1 /\ UNCHANGED <<row, wire, seen>>

Pause(m) ==
    /\ Fault /\ Running(m)
    /\ life' = [life EXCEPT ![m] = "paused"]
    /\ UNCHANGED <<copy, unsent, switch, live, world>>

\* One is spared: without any manager nobody is fenced.
Die(m) ==
    /\ Fault /\ life[m] # "dead" /\ \E other \in Managers \ {m} : Running(other)
    /\ life' = [life EXCEPT ![m] = "dead"]
    /\ unsent' = {armed \in unsent : armed[1] # m}
    /\ copy' = [copy EXCEPT ![m] = [h \in Hosts |-> None]]
    /\ UNCHANGED <<switch, live, world>>

Hang(h) ==
    /\ Fault /\ Alive(h) /\ hung' = [hung EXCEPT ![h] = TRUE]
    /\ UNCHANGED <<copy, unsent, switch, managed, powered, reachable, vm>>

LosePower(h) ==
    /\ Fault /\ powered[h]
    /\ powered' = [powered EXCEPT ![h] = FALSE]
    /\ hung' = [hung EXCEPT ![h] = FALSE]
    /\ vm' = [vm EXCEPT ![h] = @ \ {"here"}]
    /\ UNCHANGED <<copy, unsent, switch, managed, reachable>>

\* Somebody presses the button, or the mains are back: the host boots, without VMs.
GainPower(h) ==
    /\ Fault /\ ~powered[h] /\ powered' = [powered EXCEPT ![h] = TRUE]
    /\ UNCHANGED <<copy, unsent, switch, managed, hung, reachable, vm>>

Silence(h) ==
    /\ Fault /\ reachable[h] /\ reachable' = [reachable EXCEPT ![h] = FALSE]
    /\ UNCHANGED <<copy, unsent, switch, managed, powered, hung, vm>>

\* The first reading of a BMC that is starting says Off, whatever is true.
Misread(m, h) ==
    /\ faults < Faults /\ faults' = faults + 1
    /\ CanRead(m, h) /\ seen[m][h] = 0
    /\ seen' = [seen EXCEPT ![m][h] = 1]
    /\ UNCHANGED <<row, copy, unsent, wire, switch, managed, world>>

Turn == Fault /\ switch' = ~switch /\ UNCHANGED <<copy, unsent, managed, world>>

-----------------------------------------------------------------------------
OfManager(m, h) ==
    \/ Claim(m, h) \/ Arm(m, h) \/ Send(m, h) \/ Wall(m, h) \/ Read(m, h)
    \/ Misread(m, h) \/ Fence(m, h) \/ Release(m, h) \/ Settle(m, h) \/ Lose(m, h)

Next ==
    \/ \E m \in Managers, h \in Hosts : OfManager(m, h)
    \/ \E m \in Managers : Miss(m) \/ Join(m) \/ GoOn(m) \/ Pause(m) \/ Die(m)
    \/ \E h \in Hosts : Arrive(h) \/ Restart(h) \/ Answer(h) \/ Hang(h) \/ LosePower(h) \/ GainPower(h) \/ Silence(h)
    \/ Turn

\* A manager that runs does its work; a packet arrives in the end; silence is noticed.
Fairness ==
    /\ \A m \in Managers : WF_vars(Miss(m) \/ Join(m))
    /\ \A h \in Hosts : WF_vars(Arrive(h))
    /\ \A m \in Managers, h \in Hosts :
        /\ WF_vars(Claim(m, h) \/ Lose(m, h) \/ Fence(m, h) \/ Release(m, h))
        /\ WF_vars(Arm(m, h) \/ Send(m, h))
        /\ WF_vars(~Running(m) /\ Wall(m, h))
        /\ SF_vars(Read(m, h))

Spec == Init /\ [][Next]_vars /\ Fairness

\* Managers are alike, and hosts are: TLC looks at one of each kind of state.
Alike == Permutations(Managers) \union Permutations(Hosts)

-----------------------------------------------------------------------------
(* What must hold                                                          *)

\* No VM ever runs twice.
NeverTwice == \A h \in Hosts : vm[h] # {"here", "elsewhere"}

\* VMs are released only after proof, and what is fenced was off.
OnlyAfterProof == \A h \in Hosts : "elsewhere" \in vm[h] => row[h].fenced

\* One destructive order a host at a time, over all managers.
OneOrder == \A h \in Hosts : \A a, b \in Managers : <<a, h>> \in unsent /\ <<b, h>> \in unsent => a = b

\* What is armed is armed by the owner, in its epoch, with the switch on.
Arming == [][\A m \in Managers, h \in Hosts :
    <<m, h>> \in unsent' \ unsent => row[h].owner = m /\ copy[m][h].epoch = row[h].epoch /\ switch]_vars

\* An owner that was replaced changes nothing.
Owned == [][\A h \in Hosts : row'[h] # row[h] => row'[h].epoch >= row[h].epoch]_vars

\* A dead host whose BMC answers in the end, and that is in nobody's way, is fenced and its VM released.
Promise ==
    (\E m \in Managers : <>[]Running(m)) =>
        \A h \in Hosts : <>[](~Alive(h) /\ reachable[h] /\ switch) => <>(row[h].released)
=============================================================================
