#!/usr/bin/env node
import 'dotenv/config'
import { runCli } from './cli/run-cli.js'

process.exitCode = await runCli(process.argv.slice(2), process.env, process)
