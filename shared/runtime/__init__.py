"""Runs services: settings, logging, dispatch, workers; knows shapes, never what a referral is."""
