"""What people and programs write to the mailbox; no word here is anybody's."""

from collections.abc import Mapping, Sequence

# By what it is about: the subject says it plainly.
SUBJECTS: Mapping[str, Sequence[str]] = {
    "noise": ("Loud music again", "Noise at night", "Music next door"),
    "fly_tipping": ("Fly tipping in our road", "Rubbish dumped overnight"),
    "dog_fouling": ("Dog fouling", "Dog mess on the path"),
    "litter_or_drug_paraphernalia": ("Litter", "Overflowing bins"),
    "graffiti_or_vandalism": ("Graffiti", "Vandalism in our street"),
    "vehicle_abandoned": ("Abandoned van", "Abandoned car in our road"),
    "rowdy_neighbours": ("Our neighbours", "Next door again"),
    "neighbour_dispute": ("Trouble with my neighbour", "A dispute with next door"),
    "street_drinking": ("Street drinking", "Drinking in the square"),
    "drug_use": ("In our building", "On our stairs"),
    "begging_or_rough_sleeping": ("Somebody is sleeping in a doorway", "A tent behind the car park"),
    "rowdy_behaviour": ("Groups outside at night", "Trouble on the parade"),
    "vehicle_nuisance": ("Mopeds on the path", "Cars racing at night"),
    "nuisance_communications": ("Messages that do not stop", "Calls at night"),
    "suspected_brothel": ("The flat across the road", "Callers at all hours"),
    "trespass": ("People in our yard", "Our back gate"),
    "animal_problem": ("The dogs next door", "Dogs left in the yard"),
    "fireworks": ("Fireworks in the car park", "Fireworks"),
    "other": ("Something else", "A question"),
}
GREETINGS = ("Hello", "Dear team", "Good morning", "To whom it may concern")
ENDS = ("Thank you", "Thanks", "Regards", "Thank you for looking at this")

# From people in danger or afraid; none of them is counted among reports of anti-social behaviour.
FEAR = (
    "My husband has locked us in again and he says he is going to kill me. I cannot speak on the phone. Please write "
    "to this address only before four."
)
FEAR_ON_A_LIST = "He hits me when he has been drinking. I did not know which address to use."
LATER = "It is worse since you wrote to them. The man from number 14 said he will stab me if I complain again."
MORE = "It was the same again last night, from eleven until two. I have kept a note of it as you said."
STRANGER = "I live in the same street and saw what she wrote to you. May I know what you are going to do about it?"
POLISH = "Dzień dobry, proszę o pomoc, bo on grozi mi i boję się wracać do domu."

AWAY = "I am away from my desk until Monday and will read your message then."
BOUNCE = (
    "This is the mail system at host mail.example.net.\n\nI'm sorry to have to inform you that your message could not "
    "be delivered to one or more recipients.\n\n<{}>: host mx.example.org said: 550 5.1.1 User unknown"
)
NEWSLETTER = "This month: planters on the parade, a new litter picker, and the date of the next meeting."
SPAM = "Your mailbox is almost full. Click below to keep your messages."
# What a mail program makes of a message that it seals: a part that says so, and one that nobody can read.
SEALED = (
    "--sealed\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n"
    "--sealed\r\nContent-Type: application/octet-stream\r\n\r\n"
    "-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA0nBinventedQf+Kl2uQ\r\n=aB3d\r\n-----END PGP MESSAGE-----\r\n"
    "--sealed--\r\n"
)
PGP = {"Content-Type": 'multipart/encrypted; protocol="application/pgp-encrypted"; boundary="sealed"'}

# Diaries: what is written of a night, and when it began.
NIGHTS = (
    ("22:40", "Music with a heavy bass, and singing in the garden."),
    ("23:15", "The television as loud as it goes, then furniture being moved."),
    ("01:20", "Woken by doors and by people laughing on the stairs."),
    ("21:50", "The dog barked for an hour and a half without a pause."),
    ("00:05", "A party again. I counted eleven people on the balcony."),
)
