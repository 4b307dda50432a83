"""Names nobody bears, streets no town has, and the numbers Ofcom keeps free for stories."""

FEMALE = (
    "Abena Adaeze Agnieszka Aisling Alessia Amara Amina Anjali Ayaan Beatriz Bronwen Carys Chidinma Clara Deepika "
    "Delphine Dorota Ebony Efua Elif Esther Farida Fatoumata Freya Gabriela Grainne Hanna Hodan Ifeoma Imogen "
    "Iolanda Jasmin Joanna Kamala Keisha Ksenia Leila Lucia Maeve Magdalena Mahnoor Marisol Meera Mei Nadia "
    "Nasrin Nimco Niamh Olena Oluchi Padma Parvati Petra Priya Rania Rosalind Ruqayya Sabrina Saoirse Seren "
    "Shanice Shirin Sofia Sunita Tamsin Teresa Thandiwe Uzma Valentina Wanjiru Xiomara Yasmin Yetunde Zainab "
    "Zofia Zuleika"
).split()
MALE = (
    "Abdirahman Adrian Ahmed Andrzej Anton Arjun Babatunde Bartek Bilal Callum Carlos Cedric Chukwudi Conor "
    "Daljit Dawit Declan Dmitri Edwin Emeka Emyr Errol Faisal Farhan Gareth Gethin Hamza Hassan Hector Idris "
    "Ikenna Imran Ivo Jamal Jerome Joao Kareem Kofi Krishnan Kwame Lamar Lech Liban Luca Marek Mehmet Mihai "
    "Nikhil Obinna Owain Pawel Percival Quentin Rajan Rashid Rhodri Rohan Sanjay Segun Selwyn Stefan Suresh Tariq "
    "Tendai Tobias Umar Viktor Vinay Wojtek Xavier Yaw Yusuf Zachary Zubair"
).split()
FAMILY = (
    "Adeyinkola Alderbrook Amankrahene Ashgrovian Asifanwar Bairstowe Balakumaran Banerjanath Barrowmere "
    "Beckinthwaite Belmontero Bhattarajan Blackthornley Boatengwa Brambleford Brzozowinska Calderwick Carraghmore "
    "Castelverde Chandrakesh Chukwunonye Cloverdene Cobblewright Crowhurstley Czarnolaska Dahabshire Danquahene "
    "Demirkayan Dewhirstle Dobrowolnik Drumlinnie Egbuwole Eldersmith Emberton-Vale Fairweatherby Farquhanson "
    "Fenwickshaw Fernandovar Gallowmere Garrowby Ghalibzada Goldenbeck Greenhalghe Guptanathan Gwynfordd "
    "Hallamshaw Harrowgatte Hawksworthy Hazelhurstan Hossainpur Ibrahimovi Idowunla Ikwuemeka Inglethorpe "
    "Jagielnik Jayasingham Juniperwood Kahlonbir Kanagarajah Karagozlu Kestrelton Kilbranagh Kittiwake "
    "Kowalczewska Krzeminiak Lambertone Larkinghall Leszczynow Lindenbaume Loughmoyne Mabroukine Maddisonway "
    "Mandalwala Marchwoode Mbekiwana Merriweath Mirzakhel Mossborough Mukherjani Mwangari Nakamuride "
    "Nettlefold-Rye Nkrumahene Northumley Nowickander Oakenshaw Obafemiola Odukwenze Okonjowe Olorunfemba "
    "Orchardley Osmanovar Owusuwaa Pachecorreia Paramesh Pemberlow Pereirinha Piotrowinski Plumbridge Prajapativ "
    "Quillfeather Rahmanpur Rainsworthy Ravenscarr Redfernley Rosehillman Rutherdale Sahotaveer Sandhurstly "
    "Saxelbury Selvakumar Shahinoglu Shergillan Silverthwaite Siyanbola Skowronecki Slateford Sokolovna "
    "Starlingham Sundaravel Szymczakowa Tamworthy Tengarawe Thistledown Thornicroftly Tikhonenko Torresvalla "
    "Trelawnder Udechukwa Underwoodley Uzunderin Vallancey Vasquelina Venkatarayan Wakefordson Warsamehir "
    "Wetherdenne Whitmarshe Wierzbowska Willowmere Winterbourne-Ash Wrenfieldon Yamashitano Yeboahene Yilmazturk "
    "Zachariades-Poll Zamoranes Zielinskova"
).split()

STREETS = (
    "Alderfly Road", "Applecart Road", "Bellfounder Street", "Butterchurn Lane", "Candlewick Rise", "Cinderpath Road",
    "Cloudberry Avenue", "Cooperage Court", "Dapplegrey Lane", "Dragonfly Parade", "Driftwood Gardens",
    "Elderflute Avenue", "Eventide Close", "Fernpike Road", "Foxglove Parade", "Glimmerbrook Avenue", "Gossamer Way",
    "Hawkmoth Crescent", "Hollowreed Close", "Inkwell Street", "Jackdaw Terrace", "Kingfisher Reach",
    "Ladderback Street", "Lamplighter Road", "Larkspur Rise", "Marigold Wharf", "Millstone Drive", "Moonpenny Road",
    "Mothwing Gardens", "Nettlesong Road", "Nightjar Avenue", "Osier Bank", "Otterwick Drive", "Paperchase Row",
    "Pennywhistle Lane", "Quillcutter Street", "Quince Tree Lane", "Ropewalk Gardens", "Rushlight Avenue",
    "Saltbox Close", "Snowglobe Crescent", "Sparrowgrass Road", "Starlingfold Road", "Tallow Court",
    "Tanglewood Estate", "Thimble Street", "Tinderbox Row", "Tumbleweir Road", "Umbrella Yard", "Velvet Mews",
    "Vetchling Close", "Wagtail Bridge Road", "Whistledown Road", "Windfall Place", "Woolsack Rise", "Wrensong Street",
    "Yarrow Crescent", "Yellowhammer Court", "Zephyrine Gardens", "Zinnia Terrace",
)  # fmt: skip
WARDS = (
    "Abbey", "Cannon Hill", "Colliers Wood", "Cricket Green", "Figge's Marsh", "Graveney", "Hillside",
    "Lavender Fields", "Longthornton", "Lower Morden", "Merton Park", "Pollards Hill", "Ravensbury",
    "Raynes Park", "St Helier", "Village",
    "Wandle", "West Barnes", "Wimbledon Park", "Wimbledon Town & Dundonald",
)  # fmt: skip
# Five wards had two fifths of the reports of domestic abuse in the source figures; which ones they did not say.
BUSIER_WARDS = ("Cricket Green", "Figge's Marsh", "Pollards Hill", "Ravensbury", "St Helier")

# Sectors that no post office has given out, so that no invented household has a real family's postcode.
SECTORS = ("SW19 0", "CR4 0", "SM4 0")

LANDLORDS = (
    "Heronsgate Homes",
    "Foundry Lane Housing Trust",
    "Copperfield Community Homes",
    "Northbank Housing Association",
)

# Ofcom's numbers for drama: nobody is reached by them.
MOBILE, LANDLINE = "07700 900{:03}", "020 7946 0{:03}"
