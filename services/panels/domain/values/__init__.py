"""The words of panels: sittings and their days, referrals as a panel holds them, agendas with sections and items."""
