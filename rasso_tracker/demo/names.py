"""Made-up names, streets and short texts, plain and without a word on what happened to anybody."""

from datetime import date
from random import Random

from cases.alike import Known

WOMEN = (
    "Aisha", "Amara", "Amelia", "Amina", "Amy", "Anna", "Beata", "Beth", "Bushra", "Carly", "Charlotte",
    "Chloe", "Claire", "Daisy", "Danielle", "Ebony", "Ellie", "Emily", "Emma", "Erin", "Eve", "Farah",
    "Fiona", "Freya", "Gemma", "Grace", "Hafsa", "Hannah", "Holly", "Iqra", "Isla", "Jade", "Jasmine",
    "Jess", "Jodie", "Kasia", "Kate", "Keira", "Kelly", "Kiran", "Laura", "Leah", "Leanne", "Lily", "Lucy",
    "Maja", "Maria", "Marta", "Megan", "Mia", "Molly", "Nadia", "Naomi", "Natasha", "Nicole", "Niamh",
    "Olivia", "Paige", "Poppy", "Priya", "Rachel", "Rebecca", "Rosie", "Ruby", "Ruth", "Saima", "Sara",
    "Shanice", "Sofia", "Sophie", "Stacey", "Summer", "Tara", "Tia", "Vicky", "Yasmin", "Zainab", "Zara",
    "Zoe",
)  # fmt: skip
MEN = (
    "Aaron", "Adam", "Adeel", "Alex", "Andrew", "Anthony", "Arjun", "Ben", "Bilal", "Callum", "Carl",
    "Connor", "Craig", "Dan", "Darren", "Dean", "Declan", "Dylan", "Ethan", "Faisal", "Gareth", "Gary",
    "Haroon", "Harry", "Imran", "Isaac", "Jack", "Jake", "Jamal", "James", "Jamie", "Jason", "Joe",
    "Jordan", "Josh", "Kamil", "Karl", "Kevin", "Kieran", "Kyle", "Lee", "Leon", "Lewis", "Liam", "Luke",
    "Marcus", "Mark", "Martin", "Matt", "Michal", "Mohammed", "Nathan", "Neil", "Oliver", "Omar", "Owen",
    "Patrick", "Paul", "Peter", "Rashid", "Rhys", "Rob", "Ryan", "Sajid", "Sam", "Scott", "Sean", "Shane",
    "Simon", "Stephen", "Stuart", "Tariq", "Tom", "Tyler", "Usman", "Wayne", "Will", "Yusuf", "Zak",
)  # fmt: skip
SURNAMES = (
    "Ackroyd", "Ahmed", "Akhtar", "Ali", "Armitage", "Ashworth", "Aslam", "Atkinson", "Bailey",
    "Barraclough", "Bashir", "Batty", "Beaumont", "Begum", "Bennett", "Binns", "Booth", "Bottomley",
    "Bradley", "Brook", "Brown", "Butterfield", "Campbell", "Carter", "Clayton", "Clegg", "Collins",
    "Cooper", "Crabtree", "Crossley", "Crowther", "Dawson", "Denton", "Dyson", "Earnshaw", "Eastwood",
    "Ellis", "Farooq", "Farrar", "Feather", "Fielding", "Firth", "Fletcher", "Foster", "Garside", "Gibson",
    "Gill", "Greenwood", "Haigh", "Haley", "Hanson", "Hardcastle", "Hartley", "Hassan", "Helliwell",
    "Hepworth", "Hinchliffe", "Hirst", "Holroyd", "Hussain", "Ibbotson", "Iqbal", "Jackson", "Jagger",
    "Javed", "Jowett", "Kaur", "Kaye", "Kelly", "Khan", "Kilner", "Kowalski", "Lister", "Lockwood", "Lumb",
    "Mahmood", "Malik", "Marsden", "Mitchell", "Moorhouse", "Murgatroyd", "Naylor", "Normanton", "Nowak",
    "Oates", "Ogden", "Parkin", "Patel", "Pickles", "Popov", "Priestley", "Rafiq", "Ramsden", "Rashid",
    "Rhodes", "Robertshaw", "Rushworth", "Schofield", "Senior", "Shah", "Shackleton", "Sharma", "Sheard",
    "Singh", "Smith", "Stansfield", "Sugden", "Sutcliffe", "Sykes", "Sykora", "Tasker", "Taylor",
    "Tempest", "Thornton", "Tordoff", "Turner", "Varley", "Wadsworth", "Walker", "Waterhouse", "Whitaker",
    "Whiteley", "Williams", "Wojcik", "Womersley", "Wood", "Woodhead", "Wright", "Yeadon", "Younis",
)  # fmt: skip
STREETS = (
    "Ash Grove", "Beck Lane", "Birch Close", "Canal View", "Chapel Fold", "Cliffe Road", "Cobbler's Row",
    "Dale Avenue", "Elm Rise", "Fern Bank", "Fountain Terrace", "Garden Street", "Hawthorn Drive",
    "Heather Mount", "Hollin Lane", "Ivy Place", "Kiln Yard", "Larch Way", "Mill Fold", "Moor View",
    "Oak Terrace", "Park Rise", "Quarry Lane", "Rowan Crescent", "Spring Bank", "Station Mews",
    "Sycamore Road", "Tenter Croft", "Valley Walk", "Weaver Street", "Willow Court",
)  # fmt: skip


def home(number: int, district: str) -> tuple[str, str, str]:
    """The lines of a made-up address. Its postcode is one for each street, in the form that GOV.UK Notify
    posts to, in districts that there are none of (WF80 to WF83).
    """
    street = number % len(STREETS)
    return f"{number % 97 + 1} {STREETS[street]}", district, f"WF{80 + street // 10} {street % 10}ZZ"


LANGUAGES = ("Polish", "Urdu", "Punjabi", "Romanian", "Arabic", "Slovak", "British Sign Language")

SUMMARIES = (
    "Report taken by phone. First contact made; safeguarding considered.",
    "Report made at a police station. A specially trained officer met the victim.",
    "Report passed on by a support service with the victim's agreement.",
    "Report taken by the duty officer. The victim was offered support on the day.",
    "Report of something that happened some time ago. The victim was thanked for coming forward.",
    "Report passed on by a health service. First contact arranged for a time that suits the victim.",
)
TALKS = (
    "Told how the case stands and what comes next.",
    "Talked through the next steps and answered questions.",
    "Checked how they are and whether the way we keep in touch still suits them.",
    "Agreed when we will speak next.",
    "Explained what the team is waiting for and about how long it may take.",
    "Spoke about support; their adviser knows of the call.",
)
TRIES = (
    "No answer; no message left.",
    "Rang at the agreed time; will try again.",
    "Sent a text to arrange a time.",
)
INFERRED_FROM = "They did not come to the interview, and sent the form back unsigned."
WITHDRAWN_WORDS = (
    "I do not want to go on with this now.",
    "I wanted it on record. I do not want it to go further.",
    "I have thought about it and I want to leave it there.",
    "It has taken a long time and I would like to move on.",
    "Please stop. Thank you for what you have done.",
    "",
    "",
)
REPORTED = "Their ISVA rang: they had asked her to tell us why."
AGAIN_WORDS = ("I have had time to think and I would like to go on.", "I feel able to take part again.", "")
CORROBORATED = (
    "The statement is signed and dated, and says so in plain words.",
    "Listened to the recording; the words are the victim's own.",
    "The note of the call says what was asked and what was answered, and that they can come back.",
    "The message is from the address that they gave us.",
)
TRIED = (
    "Offered another officer and a fortnightly call; it did not change their mind.",
    "Explained special measures with the specially trained officer present.",
    "Asked the unit to return the phone within a week; it was returned the week after.",
    "Nothing was tried: we learned of it too late.",
)
RATIONALES = (
    "All reasonable lines of enquiry were followed. The evidence does not meet the test for a referral.",
    "The victim's wishes are recorded and were checked by a supervisor. No further action is proportionate.",
    "Every line of enquiry that could identify a suspect has been completed.",
    "The reasons are set out in the review of the investigation; a supervisor was consulted.",
)
CPS_RATIONALES = (
    "The evidential stage of the Full Code Test is not met for the reasons in the review.",
    "Taken with all that was returned, there is no realistic prospect of conviction.",
)
TOLD_NOTES = (
    "Told in person with support there. Questions answered, letter to follow.",
    "Told by phone at the agreed time. They asked for the letter.",
    "Told through the specially trained officer. Support stays in place.",
    "Letter handed over and talked through.",
)
# What an item of a plan asks for, by its type (actionplans.enums.ItemType).
ITEM_WORDS = {
    "statement": "A signed statement from the witness named in the schedule.",
    "further_abe": "A short further interview on the two points listed, at a time that suits the victim.",
    "exhibit": "The exhibit with its label and continuity.",
    "forensic": "The laboratory's report, or the date on which it is expected.",
    "medical": "A statement from the clinician who was seen, with consent.",
    "media_bwv": "The body-worn video of first attendance, clipped and playable.",
    "media_cctv": "The CCTV that was seized, with a viewing log.",
    "media_other": "The recording named in the schedule, in a format that plays.",
    "digital": "The report on the device that was taken from the suspect, limited to the dates agreed.",
    "third_party": "What the council holds that is relevant, or its answer that there is nothing.",
    "interview_summary": "A summary of the suspect's interview, with times.",
    "re_interview": "A further interview of the suspect on the points listed.",
    "identification": "The record of the identification procedure.",
    "expert": "A short report from the expert whom we agreed.",
    "suspect_antecedents": "The suspect's previous convictions, up to date.",
    "witness_antecedents": "A check of the witness's previous convictions.",
    "bad_character": "Details of the earlier matter, with the officer who dealt with it.",
    "disclosure_schedule": "The schedule, with descriptions that tell what each item is.",
    "disclosure_document": "The disclosure management document, signed.",
    "unused": "Copies of the unused material marked in the schedule.",
    "lines_of_inquiry": "Which lines of inquiry were followed, and why others were not.",
    "special_measures": "The victim's views on special measures (MG2).",
    "victim_needs": "Whether the victim would like to make a personal statement, and what they need.",
    "translation": "A translation of the two documents listed.",
    "supervisor_comments": "The supervisor's comments on the file.",
    "legal": "The MG3 with the section that is missing.",
}
ITEM_WHYS = (
    "It goes to the point in dispute, and nothing less will do.",
    "Limited to the days around the report.",
    "The defence will ask for it, and it is short.",
    "It tests the suspect's account, not the victim's.",
)
DISPUTE_WORDS = (
    "We think that less would do; see the officer's note.",
    "It went with the first submission.",
    "Nobody holds this any more; the answer is on file.",
)
DISPUTE_ANSWERS = {
    "accepted_in_part": "The dates in the schedule will do.",
    "not_accepted": "We have looked again and still need it.",
}
CHASE_NOTES = ("In the queue; nobody could say more.", "Being worked on.", "They asked for another week.")
RETURN_NOTES = ("Sent with this return.", "Sent; the covering note explains.", "Done; see the schedule.")
CHECK_NOTES = (
    "The last page is missing.",
    "Please say what was asked for and when.",
    "Not the version that we need.",
)
REVIEW_NOTES = (
    "Talked through with the officer; the items are in hand.",
    "Waiting on another body; chased today.",
    "Most items done; the rest are booked.",
    "Seen with the supervisor; dates agreed.",
)
DATE_REASONS = (
    "The laboratory needs longer.",
    "The records holder has asked for more time.",
    "The witness can be seen next week.",
    "The digital unit has given a new date.",
)
NEXT_ACTS = (
    "Collect the outstanding records in person.",
    "Meet the digital unit and agree what can be sent first.",
    "See the witness and send the statement.",
)
# What is promised of what is owed on a case, by the ladder that it climbs; each fits what is owed.
NEXT_ACTS_OF: dict[str, tuple[str, ...]] = {
    "advice_again": (
        "The legal manager was rung: the author writes the version again this week.",
        "Meet the lawyer about what the second lawyer asks for, so that it can be written again.",
    ),
    "countersign": (
        "The legal manager was rung and looks at the advice this week.",
        "Ask the unit which second lawyer can look at the advice.",
    ),
    "dispute": (
        "Ring the prosecutor and go through the disputed item together.",
        "The prosecutor was asked to answer the dispute this week.",
    ),
    "unanswered": (
        "Go through what was asked with the officer, then submit the case again.",
        "Ask CPS to open the plan again, with dates that can be kept.",
    ),
    "item_chase": (
        "Ring the body that holds it and agree a day.",
        "Collect what is outstanding in person.",
    ),
    "strategy_review": ("Sit down with the officer and review the strategy.",),
    "supervisory_review": ("Review the investigation with the officer this week.",),
    "direction": ("See the officer about the direction and what holds it up.",),
    "clinic_follow_up": ("See that what the clinic asked for is done, with the officer.",),
    "bail_limit": ("See the inspector about bail with the officer.",),
    "custody_limit": ("Speak to CPS today about the custody time limit.",),
    "safeguarding": ("Speak to the safeguarding unit today.",),
    "material": ("Ring whoever holds the material and agree a day.",),
    "lesson": ("See to the lesson with the team.",),
    "look_back": ("Look back on the withdrawal with the officer.",),
    "told_withdrawal": ("See the officer, so that the ISVA has an answer.",),
    "victim_owed": ("See that the officer does what is owed and records it.",),
    "review_owed": ("See that the next step of the review is taken and recorded.",),
}
TRIAGE_WORDS = (
    "Not in what was received.",
    "The version sent is not complete.",
    "Named in the schedule but missing.",
)
ADVICE_WORDS = (
    "Advice given on the lines of enquiry that matter most, in order, with dates.",
    "Reviewed. The points to cover before a decision are listed by number.",
    "Advice on what to ask for and what need not be asked for.",
)
SUBMISSION_NOTES = (
    "File checked by the gatekeeper.",
    "Early advice sought on the direction of the enquiry.",
    "",
)
REVIEWED_REASONS = {
    "upheld": "Everything was looked at afresh. The decision stands; the letter explains the reasons.",
    "further_enquiries": "Some enquiries remain that should be made before a decision.",
    "overturned_cps": "The decision is overturned; the case goes to CPS for a decision.",
    "withdrawn": "The victim asked us to stop the review.",
    "not_eligible": "The scheme does not cover this decision; the letter says why and what else can be done.",
    "out_of_time": "The time to ask had passed, and nothing new was raised.",
}
BAIL_NOTES = (
    "Not to contact the victim in any way.",
    "Not to contact the victim; to live and sleep at home.",
)


def person_name(rng: Random, *, woman: bool) -> str:
    return f"{rng.choice(WOMEN if woman else MEN)} {rng.choice(SURNAMES)}"


# Suspects who turn up in two districts: one person under two spellings, and two people with names alike.
SUSPECTS = {
    "repeat": Known("Robert Hartley", "Bobby", date(1988, 5, 14), "07700 900341"),
    "repeat elsewhere": Known("HARTLEY, Bob", "", date(1988, 5, 14), "+44 7700 900341"),
    "namesake": Known("Imran Choudhury", "", date(1994, 9, 2), "07700 900562"),
    "namesake elsewhere": Known("Imran Chaudhry"),
}
