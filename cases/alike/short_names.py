"""Short and other forms of names, and the names that they may stand for. One line a name: it, then its forms.

Only forms that do not sound alike need a line. Put together for the force from forms in everyday use; it is
not a source of anything else.
"""

from __future__ import annotations

from collections import defaultdict

_TABLE = """
abdullah abdulla abdallah
abigail abby abi gail
alexander alex alec sandy sasha aleks xander alexandr aleksander
alexandra alex sandra lexi ola
alfred alf alfie fred
andrew andy drew andrzej andrei andre
anthony tony anton antoni antony
arthur art artie artur
barnaby barney
benjamin ben benji benny
bernard bernie
bradley brad
cameron cam
catherine cath cathy kate katie kat kitty kasia katarzyna ekaterina yekaterina katya
charles charlie chas chuck karol
christina chris tina krystyna
christopher chris kit topher krzysztof
clifford cliff
clive
cornelius neil
daniel dan danny danil
david dave davey davy dawid
deborah debbie deb debs
dennis denny den
dominic dom nick dominik
donald don donnie
dorothy dot dottie
douglas doug dougie
edmund ed eddie ned
edward ed eddie ted teddy ned edek
eleanor ellie nell nelly nora
elizabeth liz lizzie beth betty eliza libby bess elspeth lisa ela elzbieta
emanuel manny
ernest ernie
eugene gene yevgeny evgeny
frances fran franny
francis frank frankie fran franciszek
frederick fred freddie freddy
gabriel gabe
geoffrey geoff jeff jeffrey jeffery
george georgie jerzy jorge yuri
gerald gerry jerry
gerard gerry jerry ged
gordon gordie
graham graeme
gregory greg gregor grzegorz
gwendoline gwen
harold harry hal
harrison harry
henry harry hank hal henryk
herbert herb bert
hugh hughie huw
ian iain
isaac ike ishaq ishak
isabella bella izzy isobel isabel
jacob jake jakub kuba yakub yaqub
jack jacek
james jim jimmy jamie jem jimi
jason jay jase
jennifer jen jenny
jessica jess jessie
jonathan jon jonny jonty nathan
john jack johnny jon jan ivan iwan sean shaun shawn ian johann
joseph joe joey jozef josef yusuf yousaf yosef
joshua josh
judith judy
julian jules
katherine kath kathy kate katie kat
kenneth ken kenny
kevin kev
lawrence larry lol loz lawrie laurie
leonard len lenny leon leo
leslie les
louis lou lewis luis ludwik
luke lucas lukasz luka
malcolm mal
margaret maggie meg peggy marge margie madge gosia malgorzata
marcus mark marek
mark marek markus marc
martin marty marcin
matthew matt matty mateusz mattie
maximilian max
maxwell max
melanie mel
michael mick mike mikey micky mitch michal mykola misha mikhail
mohammed mohd md mo moh mohmed mohmad mehmet mamadou mahomed hamid
muzaffar muzafar mozaffar
nathaniel nathan nat nate
nicholas nick nicky nico mikolaj nikolai
nigel nige
norman norm
oliver ollie oli olly
oscar oskar
osman usman uthman othman ousmane
patricia pat patsy trish tricia
patrick pat paddy padraig patryk
paul pawel pavel pablo
peter pete piotr pyotr petr pedro
philip phil pip filip
priscilla cilla
rachel rachael rach
raymond ray
rebecca becky becca becks
reginald reg reggie
richard rick ricky rich richie dick dickie ryszard
robert rob bob bobby robbie robin bert bobbie
roderick rod roddy
rodney rod
roger rodge hodge
ronald ron ronnie
rupert rory
samantha sam sammy
samuel sam sammy
sarah sally sadie sara
sebastian seb bas
shahid shaheed
sidney sid syd
simon si szymon simeon
stanley stan
stephen steve stevie steven stefan szczepan stephan
stuart stu stewart stew
susan sue susie suzy zuzanna
terence terry tel
theodore theo ted teddy
theresa terry tess tessa
thomas tom tommy tam tomasz
timothy tim timmy
tobias toby
tristan tris
victor vic wiktor viktor
victoria vicky tori vic
vincent vince vinny
walter wally walt
wesley wes
wilfred wilf fred
william bill billy will willy liam wills guillaume
zachary zac zack zak zach zakariya zakaria
zubair zubayr jubair
yahya yahia jahia
ismail ismael ishmael smail
ibrahim ebrahim abraham abe ibby
iqbal eqbal
jamshed jamshaid
javed javaid jawaid
jafar jaffar zafar
khadija khadijah
nadeem nadim
naeem naim
osama usama
sulaiman suleman solomon suleiman
tayyab tayab taib
waheed wahid
waqar wakar vakar
yaseen yasin jassin
zulfiqar zulfikar zulfi
choudhury chowdhury chaudhry chaudhary choudry
qureshi koreshi kureshi quraishi
"""


def _stands_for() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for line in _TABLE.strip().splitlines():
        name, *forms = line.split()
        for form in forms:
            found[form].add(name)
    return {form: frozenset(names) for form, names in found.items()}


STANDS_FOR = _stands_for()
