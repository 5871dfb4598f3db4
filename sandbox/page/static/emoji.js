/** The emoji by Slack's names: those that people and bots at work use. Others stay as they are written. */

import { el } from "./nodes.js";

const TABLE = `
+1 👍|-1 👎|thumbsup 👍|thumbsdown 👎|100 💯|alarm_clock ⏰|arrow_down ⬇️|arrow_left ⬅️|arrow_right ➡️|arrow_up ⬆️|baby 👶
balloon 🎈|bar_chart 📊|bell 🔔|no_bell 🔕|blush 😊|bomb 💣|book 📖|bookmark 🔖|books 📚|boom 💥|briefcase 💼|broken_heart 💔|bug 🐛
building_construction 🏗️|bulb 💡|busts_in_silhouette 👥|bust_in_silhouette 👤|cake 🍰|calendar 📆|calling 📲
chart_with_downwards_trend 📉|chart_with_upwards_trend 📈|clap 👏|clipboard 📋|clock 🕛|clock1 🕐|clock3 🕒|cloud ☁️|coffee ☕
computer 💻|confetti_ball 🎊|construction 🚧|cry 😢|date 📅|dart 🎯|dizzy 💫|door 🚪|ear 👂|email 📧|envelope ✉️|exclamation ❗
eye 👁️|eyes 👀|factory 🏭|file_folder 📁|fire 🔥|flag-de 🇩🇪|flag-gb 🇬🇧|flag-us 🇺🇸|flushed 😳|gear ⚙️|ghost 👻|gift 🎁
globe_with_meridians 🌐|grin 😁|grinning 😀|hammer 🔨|hammer_and_wrench 🛠️|handshake 🤝|heart ❤️|heart_eyes 😍
heavy_check_mark ✔️|heavy_minus_sign ➖|heavy_multiplication_x ✖️|heavy_plus_sign ➕|hospital 🏥|hourglass ⌛
hourglass_flowing_sand ⏳|house 🏠|hugging_face 🤗|inbox_tray 📥|information_source ℹ️|innocent 😇|joy 😂|key 🔑|label 🏷️
large_blue_circle 🔵|large_green_circle 🟢|large_yellow_circle 🟡|large_orange_circle 🟠|red_circle 🔴|white_circle ⚪
black_circle ⚫|large_blue_square 🟦|large_green_square 🟩|large_red_square 🟥|large_yellow_square 🟨|laughing 😆|link 🔗|lock 🔒
unlock 🔓|mag 🔍|mailbox 📫|mantelpiece_clock 🕰️|mega 📣|memo 📝|pencil 📝|pencil2 ✏️|microphone 🎤|money_with_wings 💸
moneybag 💰|moon 🌔|mute 🔇|loud_sound 🔊|muscle 💪|neutral_face 😐|new 🆕|newspaper 📰|no_entry ⛔|no_entry_sign 🚫|notebook 📓
ok 🆗|ok_hand 👌|one 1️⃣|two 2️⃣|three 3️⃣|four 4️⃣|five 5️⃣|open_file_folder 📂|outbox_tray 📤|package 📦|page_facing_up 📄
palm_tree 🌴|paperclip 📎|partying_face 🥳|pensive 😔|phone ☎️|telephone_receiver 📞|point_down 👇|point_left 👈|point_right 👉
point_up ☝️|pray 🙏|pushpin 📌|round_pushpin 📍|question ❓|rainbow 🌈|raised_hand ✋|raised_hands 🙌|recycle ♻️|relaxed ☺️
relieved 😌|repeat 🔁|robot_face 🤖|rocket 🚀|rotating_light 🚨|scales ⚖️|school 🏫|scream 😱|seedling 🌱|shield 🛡️
simple_smile 🙂|slightly_smiling_face 🙂|slightly_frowning_face 🙁|sleeping 😴|zzz 💤|smile 😄|smiley 😃|smirk 😏|sob 😭
sparkles ✨|speech_balloon 💬|star ⭐|star2 🌟|stopwatch ⏱️|sun_with_face 🌞|sunny ☀️|sunglasses 😎|sweat_smile 😅|tada 🎉
thinking_face 🤔|thought_balloon 💭|ticket 🎫|timer_clock ⏲️|toolbox 🧰|trophy 🏆|truck 🚚|umbrella ☂️|unamused 😒
upside_down_face 🙃|v ✌️|wastebasket 🗑️|watch ⌚|wave 👋|warning ⚠️|white_check_mark ✅|white_frowning_face ☹️|wink 😉
worried 😟|wrench 🔧|writing_hand ✍️|x ❌|yum 😋|zap ⚡|zipper_mouth_face 🤐`;

const GLYPHS = new Map(
  TABLE.trim()
    .split(/[|\n]/)
    .map((entry) => entry.split(" ")),
);

/** The character of an emoji, or undefined for a name that is not in the table. */
export function glyph(name) {
  return GLYPHS.get(name);
}

/** All names with their characters, for whoever lets people choose one. */
export function emojiNames() {
  return [...GLYPHS.keys()];
}

/** The emoji as an element that also says its name; its name between colons where it is not in the table. */
export function emoji(name) {
  const shown = glyph(name);
  return shown ? el("span", { class: "emoji", role: "img", "aria-label": `${name} emoji`, title: `:${name}:` }, shown) : `:${name}:`;
}
