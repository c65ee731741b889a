// Open a certificate in Chromium, search, filter and jump in it, open notes, and print what was seen.
//
// Usage: node certificate.mjs MODULES CHROMIUM ADDRESS NUMBER WORD

import { createRequire } from 'node:module'

const [modules, executablePath, address, number, word] = process.argv.slice(2)
const { chromium } = createRequire(`${modules}/`)('playwright-core')

const browser = await chromium.launch({
  executablePath,
  args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
})
const page = await browser.newPage({ viewport: { width: 320, height: 800 } })
const seen = { complaints: [], requests: [] }
page.on('pageerror', error => seen.complaints.push(String(error)))
page.on('console', message => message.type() === 'error' && seen.complaints.push(message.text()))
page.on('request', request => request.url() !== address && seen.requests.push(request.url()))
await page.goto(address)

const shown = () => page.$$eval('details:not([hidden]) summary', rows =>
  rows.filter(row => row.offsetParent).map(row => row.querySelector('b').textContent))
const count = () => page.textContent('#count')

seen.width = await page.evaluate(() => document.documentElement.scrollWidth)
seen.all = await shown()
await page.fill('#number', number)
await page.press('#number', 'Enter')
seen.opened = await page.$$eval('details[open]', notes => notes.map(note => ({
  mark: note.querySelector('summary b').textContent,
  witnesses: [...note.querySelectorAll('.witnesses section')].map(one => ({
    heading: one.querySelector('h4').textContent,
    words: one.querySelector('p').textContent,
    marked: [...one.querySelectorAll('mark')].map(mark => mark.textContent),
    said: one.querySelector('span')?.textContent ?? '',
  })),
})))
seen.focused = await page.evaluate(() => document.activeElement.textContent)
await page.fill('#words', word)
seen.found = await shown()
seen.count = await count()
await page.fill('#words', '')
await page.check('#differing')
seen.differing = await shown()
await page.uncheck('#differing')
const sections = await page.$$eval('#section option', options => options.map(one => one.value))
await page.selectOption('#section', sections.at(-1))
seen.ofSection = await shown()

await browser.close()
console.log(JSON.stringify(seen))
