"""What officers write down in the rehearsal about premises where sex may be sold; of nobody who is in there a name."""

CLAIM = "Callers at all hours, keys handed over at the door, and an advertisement that may be for this place."
SEEN = "Answers only after looking at somebody else, keeps no key and no papers, and is fetched each morning."
NOTHING_SEEN = "Nobody could be spoken to yet. Nothing was seen that points to somebody being made to."
HOME_OFFICE = "The single competent authority"
NECESSITY = "They can be helped as a victim of exploitation only by being referred."
PROPORTIONALITY = "What the form asks and no more; nothing of the neighbours who told us."
POLICE_WHY = "Not asked yet; whoever stays with them does so once they are safe."
