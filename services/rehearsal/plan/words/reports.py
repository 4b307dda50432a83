"""What invented people say: accounts by category, reasons and notes; plain, and about nobody."""

PATTERNS = (
    "most nights after 23:00", "Friday and Saturday nights", "every weekday morning", "two or three evenings a week",
    "whenever the weather is warm", "on and off since the spring", "nearly every day after school",
)  # fmt: skip

ACCOUNTS: dict[str, tuple[str, ...]] = {
    "noise": (
        "The music comes through the wall until two in the morning and the bass shakes the cupboard doors.",
        "There is shouting and loud music from the flat above. I have to be up at five for work.",
        "The speaker is in the garden again and we cannot sit outside or open the windows.",
    ),
    "rowdy_neighbours": (
        "People come and go all night next door, shouting on the stairs and slamming the doors.",
        "The visitors at that house block the path and swear at anybody who asks them to move.",
        "They throw things from the balcony and laugh when somebody complains.",
    ),
    "neighbour_dispute": (
        "We used to get on. Since the hedge was cut we cannot speak without it becoming an argument.",
        "It began with the bins and now it is about everything. My wife does not want to use the front door.",
        "The letters through our door have become unpleasant, though nothing in them is a threat.",
    ),
    "dog_fouling": (
        "The grass by the playground is covered again and nobody clears up after their dog.",
        "It is the same stretch of pavement every morning, right by the school gate.",
    ),
    "fly_tipping": (
        "Two mattresses and a fridge were left by the garages overnight.",
        "Somebody empties a van of builder's rubble behind the shops about once a week.",
    ),
    "litter_or_drug_paraphernalia": (
        "There are needles and small bags in the stairwell where the children play.",
        "The bins by the station have overflowed and it is blowing down the road.",
    ),
    "graffiti_or_vandalism": (
        "The underpass has been painted over again, with tags as high as a person can reach.",
        "The glass of the bus shelter is broken and there is paint on the wall behind.",
    ),
    "vehicle_abandoned": ("A white van with flat tyres and no tax has stood there for over a month.",),
    "street_drinking": (
        "The same group drinks by the benches from the morning on and shouts at people who pass.",
        "There are always cans around the war memorial and people asleep on the steps.",
    ),
    "drug_use": (
        "You can smell it in the lift and on every landing, and strangers ask to be let in.",
        "People come to the side gate all evening, stay a minute and leave again.",
    ),
    "begging_or_rough_sleeping": (
        "The same person sleeps in the doorway of the library and seems unwell. I am worried for them.",
    ),
    "rowdy_behaviour": (
        "A group of about ten gathers by the parade every evening, kicking balls at the shutters.",
        "There was shouting and fighting outside the takeaway after midnight again.",
    ),
    "vehicle_nuisance": (
        "Mopeds go up and down the footpath all evening without lights.",
        "Cars meet in the retail park and race round it until the early hours.",
    ),
    "nuisance_communications": ("I keep getting messages from somebody on the estate, dozens in one night.",),
    "trespass": ("People climb the fence into the yard at night. The lock has been cut twice.",),
    "animal_problem": ("The dogs bark from six in the morning and one got out and frightened my neighbour.",),
    "fireworks": ("Fireworks are let off in the car park most evenings, some of them at people.",),
    "other": ("Somebody keeps moving the barriers at the end of the road. It is not safe for cyclists.",),
}
COMPLEX_ACCOUNT = (
    "Several of our teams know this adult. Each of us sees one need and none of us meets a threshold alone. "
    "We would like one plan between us."
)

ABUSE_ACCOUNTS = (
    "Attended after a call from a neighbour. She told us it has become worse over the last weeks.",
    "Disclosed at a routine appointment. She asked that nothing is sent to the home.",
    "He keeps coming back to the address although he was told not to. She is afraid of what he will do next.",
    "She left in the spring and is followed to work and home again. The children have seen much of it.",
    "He controls the money and the telephone. She spoke to us while he was out.",
)
SELF_ACCOUNTS = (
    "I do not know whether this counts. He checks my phone and I am not allowed to see my sister.",
    "My ex-partner will not stop contacting me. I would like to talk to somebody about what I can do.",
    "My son shouts and breaks things when he wants money. I am ashamed to say it.",
)
JUDGEMENT_REASONS = (
    "Extreme fear, and she has stopped leaving the home alone.",
    "The count is below the threshold but the pattern of control and the recent separation worry us.",
    "She plays it down. What the neighbours report is much worse than what she says.",
)

LATE_REASONS = (
    "The incident was on Friday night and the perpetrator is to be released before the next meeting.",
    "Referred after the deadline because the disclosure was made only then; the agencies can research in time.",
    "A further assault after the deadline. Waiting three weeks would not be safe.",
)
EMERGENCY_REASONS = (
    "Threats to kill and a release from custody tomorrow. This cannot wait for the agenda.",
    "Strangulation last night, and children in the home. The three agencies most concerned can meet now.",
)
DEFERRALS = (
    (
        "The referring officer cannot brief anybody for this meeting and the research is not in.",
        "Staying with her sister; the adviser speaks to her every other day and police have a marker on the address.",
    ),
    (
        "She was admitted to hospital and wishes to be represented by her adviser when she can speak to her.",
        "On the ward until then; the hospital's safeguarding nurse knows and visitors are restricted.",
    ),
)
OVERRIDE_TEXT = (
    "The noise officer has measured there before and has the history, so environmental health leads on this."
)
FORGET_REASON = "Asked for erasure; the matter was closed long ago and nothing requires the details to be kept."

DECISION_TEXTS = (
    "The risks were summarised by the chair and a plan agreed with the actions below.",
    "The adviser spoke for her. Her wish to stay in her home was heard and the plan is built on it.",
    "Agencies shared what they know. The plan is proportionate and will be explained to her by the adviser.",
)
STANDING_TEXTS = (
    "The plan was gone through and stands. Contacts are down since the last meeting.",
    "Discussed again. Outreach goes on and the treatment place is being held.",
)

# What agencies undertake: agency, who answers for it, what.
MARAC_ACTIONS = (
    ("police", "Duty inspector", "Put a marker on the address and brief the response teams."),
    ("police", "Domestic abuse desk", "Consider a protection notice and say at the next meeting what came of it."),
    ("idva", "Adviser on the case", "Go through the safety plan with her and tell her what was agreed."),
    ("housing", "Housing options lead", "Offer sanctuary works and talk through a move, also to another borough."),
    ("childrens_social_care", "Team manager", "Check the children's plan and see the children within the week."),
    ("health", "Named nurse", "Flag the records and see that the health visitor knows."),
    ("mental_health", "Care coordinator", "Offer an appointment within two weeks."),
    ("drugs_and_alcohol", "Team leader", "Make contact about the perpetrator's drinking and report engagement."),
    ("probation", "Offender manager", "Review the licence conditions and tell police of any breach."),
    ("education", "Designated safeguarding lead", "Tell the school what it needs to know and no more."),
    ("adult_social_care", "Duty senior", "Assess care and support needs."),
    ("refuge", "Duty worker", "Hold a space until Friday and say whether it is taken up."),
)  # fmt: skip
CMARAC_ACTIONS = (
    ("outreach", "Street outreach lead", "Meet at the usual place twice a week and report changes."),
    ("adult_social_care", "Duty senior", "Visit jointly with outreach and reconsider the threshold."),
    ("drugs_and_alcohol", "Team leader", "Offer a detoxification place and go along to the first appointment."),
    ("mental_health", "Care coordinator", "Review with the general practice."),
    ("social_landlords", "Neighbourhood manager", "Secure the door and look into who else uses the flat."),
    ("police", "Neighbourhood sergeant", "Visit weekly and record who is there."),
    ("housing", "Housing options lead", "Look for supported housing and name a date."),
    ("community_safety", "Anti-social behaviour officer", "Keep one record of contacts before and after."),
)
NOT_POSSIBLE = "Circumstances changed: the person has moved and another borough has taken over."
NOT_UNDERTAKEN = "The team had no capacity in the time agreed."
