//! Invented leads: lists as long and as dirty as real ones, of people who do not exist.
//!
//! Companies have domains under `.example` (RFC 2606), and numbers end in 555-0100 to 555-0199, which the North
//! American plan reserves for fiction, so they reach no real person.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use redial_engine::{Headcount, Industry, LeadDetails};

use crate::dice::below;

/// Returns the n-th invented lead of a seed, from 0.
///
/// It depends on nothing else, so a list can be cut or made longer and its leads stay who they are. About one in thirty
/// shares its number with an earlier lead, about one in fifty has something instead of a number that is none. The other
/// numbers are distinct as long as the fictional ones suffice: for some 27,000 leads.
#[must_use]
pub fn invent(seed: u64, index: u32) -> LeadDetails {
    let luck = LeadLuck::new(seed, u64::from(index));
    let industry = Industry::ALL[luck.below(LeadDraw::Industry, 6) as usize];
    let headcount = Headcount::ALL[sized(luck.below(LeadDraw::Headcount, 100))];
    let first = luck.pick(LeadDraw::First, FIRST_NAMES);
    let last = luck.pick(LeadDraw::Last, LAST_NAMES);
    let company = company(&luck, industry);
    let email = email(&luck, first, last, &company);
    let digits = number(seed, index, &luck);
    LeadDetails {
        name: format!("{first} {last}").into(),
        job_title: luck.pick(LeadDraw::Title, titles(industry)).into(),
        phone_number: match &digits {
            Some(digits) => written(digits, luck.below(LeadDraw::Spelling, 6)).into(),
            None => luck.pick(LeadDraw::Spelling, NO_NUMBERS).into(),
        },
        phone_e164: digits.map(|digits| format!("+1{digits}").into()),
        company: company.into(),
        email: email.into(),
        headcount,
        industry,
    }
}

/// What a draw is for: its place in a lead's stream. The order is part of every list that was ever made: never change
/// it.
#[derive(Clone, Copy)]
enum LeadDraw {
    First,
    Last,
    Industry,
    Headcount,
    Title,
    CompanyName,
    CompanyKind,
    Email,
    Number,
    Sharing,
    Spelling,
}

/// The luck of one lead.
struct LeadLuck([u32; 11]);

impl LeadLuck {
    /// Numbers of a list are dealt by the last stream, which no lead has.
    const DEALER: u64 = u64::MAX;

    fn new(seed: u64, stream: u64) -> Self {
        let mut key = *b"........redial: invented leads 1";
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let mut rng = ChaCha8Rng::from_seed(key);
        rng.set_stream(stream);
        Self(std::array::from_fn(|_| rng.next_u32()))
    }

    fn below(&self, word: LeadDraw, end: u32) -> u32 {
        below(self.0[word as usize], end)
    }

    /// Picks one of the items that bars separate.
    fn pick(&self, word: LeadDraw, items: &'static str) -> &'static str {
        let count = items.split('|').count() as u32;
        items.split('|').nth(self.below(word, count) as usize).expect("the draw is below the count")
    }
}

/// Small companies are many: 22, 30, 24, 12 and 12 in a hundred.
const fn sized(luck: u32) -> usize {
    match luck {
        0..22 => 0,
        22..52 => 1,
        52..76 => 2,
        76..88 => 3,
        88.. => 4,
    }
}

fn company(luck: &LeadLuck, industry: Industry) -> String {
    let kinds = match industry {
        Industry::Technology => "Software|Systems|Labs|Cloud|Data|Networks|Analytics|Digital",
        Industry::Construction => "Builders|Construction|Contracting|Concrete|Roofing|Steel Erectors|Homes|Paving",
        Industry::Logistics => "Freight|Logistics|Transport|Warehousing|Shipping|Carriers|Couriers|Distribution",
        Industry::Healthcare => "Health|Clinic|Medical Group|Dental|Care Partners|Diagnostics|Pharmacy|Therapy",
        Industry::Finance => "Capital|Financial|Advisors|Insurance|Credit Union|Accounting|Wealth|Lending",
        Industry::Manufacturing => "Manufacturing|Tool & Die|Plastics|Castings|Machining|Packaging|Textiles|Foods",
    };
    format!("{} {}", luck.pick(LeadDraw::CompanyName, COMPANY_NAMES), luck.pick(LeadDraw::CompanyKind, kinds))
}

const fn titles(industry: Industry) -> &'static str {
    match industry {
        Industry::Technology => {
            "CTO|VP of Engineering|Head of IT|IT Director|Product Manager|DevOps Lead|VP of Sales|Founder|CEO|\
             Office Manager"
        }
        Industry::Construction => {
            "Owner|Project Manager|Site Superintendent|Estimator|Safety Director|Operations Manager|Purchasing Manager"
        }
        Industry::Logistics => {
            "Fleet Manager|Head of Operations|Warehouse Manager|Dispatch Lead|VP of Supply Chain|Terminal Manager|COO"
        }
        Industry::Healthcare => {
            "Practice Manager|Clinic Director|Medical Director|Billing Manager|Director of Nursing|Administrator|CIO"
        }
        Industry::Finance => {
            "CFO|Controller|Branch Manager|Managing Partner|Compliance Officer|Treasurer|Head of Lending"
        }
        Industry::Manufacturing => {
            "Plant Manager|Production Manager|Quality Director|Purchasing Manager|VP of Operations|\
             Maintenance Lead|Owner"
        }
    }
}

fn email(luck: &LeadLuck, first: &str, last: &str, company: &str) -> String {
    let (first, last, company) = (plain(first), plain(last), plain(company));
    match luck.below(LeadDraw::Email, 4) {
        0 => format!("{first}@{company}.example"),
        1 => format!("{}{last}@{company}.example", &first[..1]),
        2.. => format!("{first}.{last}@{company}.example"),
    }
}

/// Returns the form of a name in an address: small letters without diacritics.
fn plain(name: &str) -> String {
    let unmarked = name.chars().map(|letter| match letter {
        'á' | 'ã' | 'å' | 'Á' | 'Å' => 'a',
        'é' | 'ë' | 'è' => 'e',
        'í' => 'i',
        'ö' | 'ó' | 'ø' | 'Ö' => 'o',
        'ü' | 'ú' => 'u',
        'ñ' => 'n',
        'ç' => 'c',
        'ł' | 'Ł' => 'l',
        other => other.to_ascii_lowercase(),
    });
    unmarked.filter(char::is_ascii_alphanumeric).collect()
}

/// Returns the ten digits of the lead's number, if it has one.
fn number(seed: u64, index: u32, luck: &LeadLuck) -> Option<String> {
    let (is_none, is_shared) = match luck.below(LeadDraw::Number, 300) {
        0..6 => (true, false),
        6..16 => (false, index > 0),
        16.. => (false, false),
    };
    let whose = if is_shared { luck.below(LeadDraw::Sharing, index) } else { index };
    (!is_none).then(|| dealt(seed, whose))
}

/// Returns the fictional number of a lead. A stride without a common factor with the count visits each number once, in
/// a scattered order.
fn dealt(seed: u64, index: u32) -> String {
    let count = AREA_CODES.len() as u32 * 100;
    let dealer = LeadLuck::new(seed, LeadLuck::DEALER);
    let first = dealer.below(LeadDraw::Number, count);
    let drawn = count / 3 + dealer.below(LeadDraw::Sharing, count / 3);
    let stride = (drawn..).find(|stride| common_factor(*stride, count) == 1).expect("a coprime stride is near");
    let place = ((u64::from(first) + u64::from(stride) * u64::from(index)) % u64::from(count)) as u32;
    let (area, line) = (place / 100, place % 100);
    // This reorders the numbers of an area, which hides the stride between neighboring leads.
    let line = (7 * line + 13 * area * area) % 100;
    format!("{}55501{line:02}", AREA_CODES[area as usize])
}

const fn common_factor(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { common_factor(b, a % b) }
}

/// Formats a number in one of the ways in which people write it in such lists.
fn written(digits: &str, spelling: u32) -> String {
    let (area, exchange, line) = (&digits[..3], &digits[3..6], &digits[6..]);
    match spelling {
        0 => format!("+1 {area} {exchange} {line}"),
        1 => format!("({area}) {exchange}-{line}"),
        2 => format!("{area}-{exchange}-{line}"),
        3 => format!("{area}.{exchange}.{line}"),
        4 => format!("1-{area}-{exchange}-{line}"),
        5.. => format!("+1{area}{exchange}{line}"),
    }
}

/// Texts of real lists in place of a missing number.
const NO_NUMBERS: &str = "n/a|unknown|ask reception|see e-mail|-|TBD|main desk|do not have";

const FIRST_NAMES: &str = "\
    Aaliyah|Aaron|Abigail|Adrián|Aisha|Alejandra|Alice|Amara|Amir|Ana|Andre|Anika|Anthony|Åsa|Ava|Beatriz|Ben|\
    Bianca|Brandon|Brigid|Caleb|Camila|Carlos|Carmen|Charlotte|Chen|Chinedu|Chloé|Clara|Cora|Daniel|Darnell|\
    David|Deepa|Derek|Diego|Dmitri|Dolores|Elena|Eli|Elise|Emeka|Emma|Eric|Esther|Ethan|Eva|Fatima|Felix|Fiona|\
    Francis|Gabriel|Gail|Giulia|Gloria|Grace|Greta|Hana|Hannah|Harold|Hassan|Helen|Hugo|Ibrahim|Imani|Inés|\
    Ingrid|Irene|Isaac|Ivan|Jada|Jamal|James|Jasmine|Jerome|Jin|Joan|Joaquín|Jonas|Jordan|José|Julia|Kai|Karen|\
    Keiko|Kenji|Kwame|Lakshmi|Lars|Latoya|Laura|Leila|Lena|Leon|Lin|Linda|Lucas|Łukasz|Luz|Maeve|Mai|Malik|\
    Marcus|Margaret|Maria|Marta|Mateo|Mei|Michael|Miguel|Minh|Mohammed|Mona|Nadia|Naomi|Nathan|Nia|Nicole|Nikhil|\
    Noah|Nora|Olga|Oliver|Omar|Oscar|Paolo|Patricia|Paul|Pedro|Petra|Priya|Quinn|Rachel|Rafael|Raj|Rebecca|René|\
    Rosa|Ruth|Ryan|Salma|Samuel|Sanjay|Sara|Sean|Seo-yeon|Shanice|Simon|Sofia|Søren|Stella|Sunita|Tamika|Tara|\
    Tariq|Teresa|Thomas|Tomás|Tyrone|Uma|Valeria|Vera|Victor|Vikram|Walter|Wei|Wendy|Xavier|Ximena|Yara|Yusuf|\
    Yvonne|Zachary|Zara|Zoë";

const LAST_NAMES: &str = "\
    Abara|Abbott|Adeyemi|Aguilar|Ahmed|Alvarez|Andersen|Baker|Banerjee|Barnes|Becker|Bell|Bennett|Bianchi|\
    Boateng|Brennan|Brooks|Brown|Bui|Burke|Campbell|Cardoso|Carter|Castillo|Chang|Chaudhry|Cho|Clark|Cohen|\
    Coleman|Contreras|Cooper|Cruz|Cunningham|Dang|Daniels|Das|Davis|Delgado|Desai|Diaz|Dixon|Doyle|Dubois|Eaton|\
    Edwards|Ekström|Ellis|Eriksen|Espinoza|Evans|Farah|Fernandez|Fischer|Fitzgerald|Flores|Foster|Fox|Franklin|\
    Fujimoto|Gallagher|Garcia|Gibson|Gill|Gómez|Gonzalez|Gordon|Graham|Green|Griffin|Gupta|Haddad|Hall|Hamilton|\
    Hansen|Harris|Hassan|Hayes|Hernandez|Hill|Ho|Hoffman|Hughes|Hussain|Ibarra|Ito|Ivanov|Jackson|Jensen|Jiménez|\
    Johnson|Jones|Joshi|Kaplan|Kaur|Keller|Kelly|Khan|Kim|King|Klein|Kowalski|Kumar|Laing|Lam|Larsen|Lee|Levine|\
    Lewis|Li|Lindqvist|Liu|Lopez|Lundgren|Ma|MacDonald|Malik|Marino|Martin|Martinez|Mbeki|McCarthy|Mehta|Mendoza|\
    Meyer|Miller|Mitchell|Moreau|Moreno|Morgan|Müller|Murphy|Nakamura|Navarro|Ndiaye|Nelson|Nguyen|Novak|Núñez|\
    Nwosu|O'Brien|O'Connor|Okafor|Oliveira|Olsen|Ortiz|Osei|Owens|Palmer|Papadakis|Park|Patel|Pereira|Perez|\
    Peterson|Petrov|Pham|Phillips|Powell|Price|Quintero|Rahman|Ramirez|Reyes|Rivera|Roberts|Robinson|Rodriguez|\
    Romano|Rossi|Roy|Russo|Sanchez|Santos|Sato|Schneider|Schultz|Scott|Shah|Sharma|Silva|Simmons|Singh|Smith|\
    Sørensen|Stein|Stewart|Sullivan|Suzuki|Takahashi|Tan|Taylor|Thomas|Thompson|Torres|Tran|Tucker|Turner|Ueda|\
    Vargas|Vasquez|Volkov|Wagner|Walker|Wang|Washington|Watanabe|Weber|White|Williams|Wilson|Wójcik|Wong|Wright|\
    Wu|Yamamoto|Yang|Yilmaz|Young|Zhang|Zhou|Ziegler";

const COMPANY_NAMES: &str = "\
    Acorn|Alder Creek|Amberline|Anvil|Arrowhead|Ashford|Aspen Ridge|Atlas|Bayside|Beacon|Bedrock|Birchwood|\
    Blue Heron|Bluestem|Bramble|Brightwater|Brookhaven|Calder|Canyon|Cardinal|Cascade|Cedar Point|Chestnut|\
    Clearfield|Cobalt|Copper Hill|Cornerstone|Crestview|Crossroads|Cypress|Dalewood|Deer Run|Delta|Dogwood|\
    Driftwood|Eagle|Eastgate|Elmhurst|Ember|Evergreen|Fairmont|Falcon|Fern Valley|Flint|Foxglove|Frontier|Garnet|\
    Glenwood|Golden Gate|Granite|Greenleaf|Gulfstream|Halcyon|Harborline|Harvest|Hawthorne|Hazel|Heartland|\
    Highland|Hillcrest|Horizon|Indigo|Ironvale|Ironwood|Jasper|Juniper|Keystone|Kingfisher|Lakeshore|Lantern|\
    Larkspur|Laurel|Liberty|Lighthouse|Lodestar|Magnolia|Maple Street|Meadowlark|Meridian|Mesa Verde|Midland|\
    Millbrook|Monarch|Mountain View|Northgate|Northwind|Oakmont|Old Mill|Onyx|Orchard|Osprey|Pacific Crest|\
    Palisade|Paragon|Pebble Beach|Pinecrest|Pioneer|Polaris|Prairie|Quarry|Quill|Rainier|Red Rock|Redwood|\
    Ridgeline|Riverbend|Rosewood|Sagebrush|Sandstone|Sapphire|Sequoia|Shoreline|Sierra|Silverton|Skyline|\
    Southport|Spruce|Sterling|Stonebridge|Summit|Sunrise|Sycamore|Tamarack|Tern Island|Thistle|Three Rivers|\
    Timberline|Topaz|Trailhead|Tri-County|Twin Pines|Union|Valley Forge|Vanguard|Verdant|Vista|Walnut Grove|\
    Waterford|Westfield|Whitestone|Wildflower|Willow|Windmill|Wolf Creek|Woodland|Yellowstone|Zephyr";

/// Area codes of the United States.
const AREA_CODES: [u16; 272] = [
    201, 202, 203, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 218, 219, 224, 225, 228, 229, 231, 234,
    239, 240, 248, 251, 252, 253, 254, 256, 260, 262, 267, 269, 270, 276, 281, 301, 302, 303, 304, 305, 307, 308, 309,
    310, 312, 313, 314, 315, 316, 317, 318, 319, 320, 321, 323, 325, 330, 331, 334, 336, 337, 339, 347, 351, 352, 360,
    361, 385, 386, 401, 402, 404, 405, 406, 407, 408, 409, 410, 412, 413, 414, 415, 417, 419, 423, 424, 425, 430, 432,
    434, 435, 440, 443, 469, 478, 479, 480, 484, 501, 502, 503, 504, 505, 507, 508, 509, 510, 512, 513, 515, 516, 517,
    518, 520, 530, 540, 541, 551, 559, 561, 562, 563, 567, 570, 571, 573, 574, 580, 585, 586, 601, 602, 603, 605, 606,
    607, 608, 609, 610, 612, 614, 615, 616, 617, 618, 619, 620, 623, 626, 630, 631, 636, 641, 646, 650, 651, 660, 661,
    662, 678, 682, 701, 702, 703, 704, 706, 707, 708, 712, 713, 714, 715, 716, 717, 718, 719, 720, 724, 727, 731, 732,
    734, 740, 754, 757, 760, 763, 765, 770, 772, 773, 774, 775, 781, 785, 786, 801, 802, 803, 804, 805, 806, 808, 810,
    812, 813, 814, 815, 816, 817, 818, 828, 830, 831, 832, 843, 845, 847, 848, 850, 856, 857, 858, 859, 860, 862, 863,
    864, 865, 870, 901, 903, 904, 906, 907, 908, 909, 910, 912, 913, 914, 915, 916, 917, 918, 919, 920, 925, 928, 931,
    936, 937, 940, 941, 947, 949, 951, 952, 954, 956, 970, 971, 972, 973, 978, 979, 980, 985, 989,
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn a_lead_depends_on_seed_and_place_alone() {
        assert_eq!(invent(1, 7), invent(1, 7));
        assert_ne!(invent(1, 7), invent(2, 7));
    }

    #[test]
    fn numbers_are_fictional_and_mostly_of_one_person() {
        let leads: Vec<_> = (0..5000).map(|index| invent(1, index)).collect();
        let mut by_number = BTreeMap::new();
        for number in leads.iter().filter_map(|lead| lead.phone_e164.as_deref()) {
            assert_eq!((number.len(), &number[5..10]), (12, "55501"), "{number}");
            *by_number.entry(number).or_insert(0) += 1;
        }
        let without = leads.iter().filter(|lead| lead.phone_e164.is_none()).count();
        let shared = by_number.values().filter(|count| **count > 1).count();
        assert!((60..=140).contains(&without), "{without}");
        assert!((120..=220).contains(&shared), "{shared}");
    }

    #[test]
    fn a_list_is_varied_and_every_text_is_there() {
        let leads: Vec<_> = (0..2000).map(|index| invent(3, index)).collect();
        for lead in &leads {
            for text in [&lead.name, &lead.job_title, &lead.phone_number, &lead.company, &lead.email] {
                assert!(!text.trim().is_empty() && text.chars().count() <= 200, "{lead:?}");
            }
            let address = lead.email.strip_suffix(".example").expect("companies are fictional");
            let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".@".contains(c);
            assert!(address.chars().all(is_plain), "{address}");
        }
        let names: BTreeMap<_, _> = leads.iter().map(|lead| (&lead.name, ())).collect();
        assert!(names.len() > 1900, "{}", names.len());
    }
}
