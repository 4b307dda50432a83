"""What reports of anti-social behaviour say: what happens, and what it does to whoever tells us."""

from collections.abc import Mapping, Sequence

_Lines = Mapping[str, Sequence[str]]

# How often, where it happens again and again.
AT_HOME_AGAIN = (
    "most nights after 23:00", "Friday and Saturday nights", "two or three evenings a week", "nearly every evening",
    "on and off for two months", "most weekends, into the morning",
)  # fmt: skip
OUTSIDE_AGAIN = (
    "most evenings", "every weekday morning", "two or three evenings a week", "nearly every day",
    "Friday and Saturday nights", "on and off for two months",
)  # fmt: skip

# What noise is like depends on what makes it; the keys are answers to that question.
NOISE: _Lines = {
    "living": (
        "I hear every step, every cupboard and every word from next door.",
        "The children upstairs run up and down from the early morning.",
        "The washing machine and the doors go at all hours on the other side of the wall.",
        "There is no quarrel, but every sound from the home above comes through the ceiling.",
    ),
    "amplified_music": (
        "The music comes through the wall until two in the morning and the bass shakes the cupboard doors.",
        "Loud music starts when they come home and does not stop before one.",
        "The speaker is in the garden again and we cannot sit outside or open the windows.",
        "The same bass line for hours. I can feel it in the bed frame.",
    ),
    "party": (
        "There are parties in the garden with a sound system and people singing until it gets light.",
        "About thirty people come and go all night and the music is as loud outside as in.",
        "Another party, with people on the balcony shouting down to the street.",
    ),
    "animal": (
        "The dogs bark from six in the morning whenever somebody passes the fence.",
        "A dog is left alone all day and howls until the owners are back.",
        "Cockerels are kept behind the house and crow from four.",
    ),
    "machinery": (
        "A pump or fan behind the shop runs through the night with a drone we hear in every room.",
        "There is a workshop in the garage, with a grinder going until late.",
        "The extractor on the flat roof rattles from seven in the morning.",
    ),
}

# By category, for all others.
HAPPENS: _Lines = {
    "rowdy_neighbours": (
        "People come and go all night next door, shouting on the stairs and slamming the doors.",
        "The visitors at that house block the path and swear at anybody who asks them to move.",
        "They throw things from the balcony and laugh when somebody complains.",
        "They fight in the front garden and the whole street hears the language.",
    ),
    "neighbour_dispute": (
        "We used to get on. Since the hedge was cut we cannot speak without it becoming an argument.",
        "It began with the bins and now it is about everything.",
        "The notes through our door have become unpleasant, though nothing in them is a threat.",
        "Every time a visitor parks outside, they come out to complain and will not let it rest.",
    ),
    "dog_fouling": (
        "The grass by the playground is covered and nobody clears up after their dog.",
        "It is the same stretch of pavement, right by the school gate.",
        "The path along the allotments cannot be used with a pushchair any more.",
    ),
    "fly_tipping": (
        "Two mattresses and a fridge were left overnight.",
        "Somebody has emptied a van of builder's rubble against the wall.",
        "A three-piece suite and black bags, some of them split open.",
        "Old tyres and paint tins have been dumped on the verge.",
    ),
    "litter_or_drug_paraphernalia": (
        "There are needles and small bags in the stairwell where the children play.",
        "The bins have overflowed and it is blowing down the road.",
        "Small metal canisters and broken bottles lie all round the bench.",
    ),
    "graffiti_or_vandalism": (
        "The underpass has been painted over, with tags as high as a person can reach.",
        "The glass of the bus shelter is broken and there is paint on the wall behind.",
        "Somebody has kicked in the fence panels along the footpath.",
    ),
    "vehicle_abandoned": (
        "A white van with flat tyres and no tax has stood there for over a month.",
        "A car without number plates was left across two bays and the windows are broken.",
    ),
    "street_drinking": (
        "The same group drinks by the benches from the morning on and shouts at people who pass.",
        "There are always cans around the war memorial and people asleep on the steps.",
        "They drink outside the library and ask everybody for money, some of them aggressively.",
    ),
    "drug_use": (
        "You can smell it in the lift and on every landing, and strangers ask to be let in.",
        "People come to the side gate all evening, stay a minute and leave again.",
        "Somebody uses the bin store to smoke and leaves foil and lighters behind.",
    ),
    "begging_or_rough_sleeping": (
        "The same person sleeps in the doorway of the library and seems unwell.",
        "Somebody has put up a tent behind the car park and has nothing warm.",
        "A man begs at the cash machine all day and looks worse each week.",
    ),
    "rowdy_behaviour": (
        "A group of about ten gathers by the parade, kicking balls at the shutters.",
        "There was shouting and fighting outside the takeaway after midnight.",
        "Young people on the roof of the garages, throwing stones at the windows.",
    ),
    "vehicle_nuisance": (
        "Mopeds go up and down the footpath all evening without lights.",
        "Cars meet in the retail park and race round it until the early hours.",
        "Two quad bikes tear across the recreation ground with no thought for anybody walking there.",
    ),
    "nuisance_communications": (
        "I keep getting messages from somebody on the estate, dozens in one night.",
        "The telephone rings and nobody speaks. It is always the same number.",
    ),
    "suspected_brothel": (
        "Men come at all hours, ring the same bell and leave after half an hour.",
        "Different women are brought by car in the evening and fetched in the morning.",
        "There is an advertisement with this street in it, and callers who try every door.",
    ),
    "trespass": (
        "People climb the fence into the yard at night. The lock has been cut twice.",
        "Strangers use our back garden as a way through and have broken the gate.",
    ),
    "animal_problem": (
        "One of the dogs next door got out and frightened my neighbour.",
        "The dogs are left in the yard and it has not been cleaned for weeks.",
    ),
    "fireworks": (
        "Fireworks were let off in the car park, some of them at people.",
        "Rockets were fired along the street from a doorway.",
    ),
    "other": (
        "Somebody keeps moving the barriers at the end of the road. It is not safe for cyclists.",
        "Eggs are thrown at the buses from the bridge.",
    ),
}

# What it does, at home and outside; where it goes on, and where it happened once.
AT_HOME = {
    True: (
        "I have to be up at five for work.", "My wife does not want to use the front door any more.",
        "We have spoken to them and it was worse afterwards.", "My mother is eighty and it wears her out.",
        "I sleep with ear plugs and it makes no difference.", "Other neighbours will say the same.",
        "I have kept a note of the dates.", "The children cannot get to sleep.",
    ),
    False: (
        "I do not want to fall out with them, I only want to know what can be done.",
        "I have not spoken to them about it yet.", "It was the first time, but I would not like it to go on.",
        "Could somebody have a word?",
    ),
}  # fmt: skip
OUTSIDE = {
    True: (
        "People go round another way now.", "The shop has lost custom over it.", "Nobody feels safe after dark.",
        "It stops when a patrol comes by and starts again the next day.", "I have reported it before.",
        "Parents at the school talk of nothing else.",
    ),
    False: (
        "Please have it looked at.", "I thought somebody should know.", "It was still there this morning.",
        "I can send a photograph.", "I do not know who it was.",
    ),
}  # fmt: skip

# Why several services ask for one plan: by category, about an adult.
COMPLEX: _Lines = {
    "street_drinking": (
        "Drinks in the square from the morning on and is taken to hospital nearly every week. Outreach, the ward and "
        "the patrol each know a part.",
        "Was housed twice and lost both homes through drinking in company. Each service has closed the case in turn.",
    ),
    "drug_use": (
        "Others have taken over the flat and sell from it. The tenant says they are friends and will not complain.",
        "Uses alone and has been found unconscious twice. Misses appointments unless somebody goes along.",
    ),
    "begging_or_rough_sleeping": (
        "Sleeps out through all weathers and turns down every offer of a bed that comes with rules.",
        "Begs for others who wait round the corner. Seems afraid of them and will not say more.",
    ),
    "rowdy_behaviour": (
        "Shouts at passers-by for hours and is well known to the patrol. Calmer since a support worker visits, but "
        "that ends next month.",
        "Is drawn in by a younger group and gets the blame. A learning disability is likely and was never assessed.",
    ),
    "nuisance_communications": (
        "Calls the emergency services many times a night, mostly to talk. Every service has a different plan.",
    ),
    "other": ("Hoards to the ceiling, with the gas cut off. Neighbours complain and the fire brigade is worried.",),
}
COMPLEX_ENDS = (
    "None of us meets a threshold alone. We would like one plan between us.",
    "We ask for one plan and for somebody to lead it.",
    "Each of our teams sees one need; together they are serious.",
)

OVERRIDE_TEXT = (
    "The noise officer has measured there before and has the history, so environmental health leads on this."
)
FORGET_REASON = "Asked for erasure; the matter was closed long ago and nothing requires the details to be kept."
