// Open an EPUB in foliate-js as a reader would, click every note call, and print what popped up;
// then open its pages as they are and follow every note's link back to its call.
//
// Usage: node popups.mjs MODULES CHROMIUM ADDRESS [PICTURE]
// At ADDRESS are popups.html, book.epub, and its files in book/. PICTURE is taken of the longest
// note.

import { createRequire } from 'node:module'

const [modules, executablePath, address, picture] = process.argv.slice(2)
const { chromium } = createRequire(`${modules}/`)('playwright-core')
const CALLS = 'a[role~="doc-noteref"]:visible'

const browser = await chromium.launch({
  executablePath,
  args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
})
const page = await browser.newPage({ viewport: { width: 640, height: 640 } })
page.setDefaultTimeout(5000)
const complaints = []
page.on('pageerror', error => complaints.push(String(error)))
page.on('console', message => message.type() === 'error' && complaints.push(message.text()))

const frame_of = element => element.asElement().contentFrame()

const click = async (call, count) => {
  await call.click()
  await page.waitForFunction(count => reader.shown() >= count, count)
    .catch(() => {}) // nothing popped up: what is missing is seen in the report
}

let longest = 0
const close = async () => {
  const length = picture ? await page.evaluate(() => reader.length()) : 0
  if (length > longest) {
    longest = length
    await page.screenshot({ path: picture })
  }
  return page.evaluate(() => reader.close())
}

// The calls of a section in their order, each followed by the references in its note.
const popups_of = async (frame, section) => {
  const found = []
  const calls = await frame.locator(CALLS).all()
  for (const call of calls) {
    await click(call, 1)
    const noted = { section, href: await call.getAttribute('href') }
    const references = []
    if (await call.getAttribute('id') && await page.evaluate(() => reader.shown())) {
      const popup = await frame_of(await page.evaluateHandle(() => reader.popup()))
      for (const link of await popup.locator(CALLS).all())
        references.push(await link.getAttribute('href'))
    }
    found.push({ ...noted, shown: await close() })
    for (const [number, href] of references.entries()) {
      await click(call, 1)
      const popup = await frame_of(await page.evaluateHandle(() => reader.popup()))
      await click(popup.locator(CALLS).nth(number), 2)
      found.push({ section, href, within: noted.href, shown: (await close()).slice(1) })
    }
  }
  return found
}

const pops = []
await page.goto(`${address}/popups.html`)
const sections = await page.evaluate(book => reader.open(book), `${address}/book.epub`)
for (const [index, section] of sections.entries()) {
  const element = await page.evaluateHandle(index => reader.turn_to(index), index)
  pops.push(...await popups_of(await frame_of(element), section))
}

const backs = []
for (const section of sections) {
  await page.goto(`${address}/book/${section}`)
  for (const link of await page.locator('aside a[role~="doc-backlink"]').all()) {
    const note = await link.evaluate(link => link.closest('aside').id)
    await link.click()
    backs.push({ section, note, ...await page.evaluate(() => {
      const target = document.querySelector(':target')
      const { top, bottom } = target?.getBoundingClientRect() ?? {}
      return { href: target?.getAttribute('href'), visible: bottom > 0 && top < innerHeight }
    }) })
  }
}

await browser.close()
console.log(JSON.stringify({ pops, backs, complaints }))
