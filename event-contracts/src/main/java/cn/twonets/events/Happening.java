package cn.twonets.events;

/** What happened: the part of an event that stays in the aggregate's history as its timeline. */
public sealed interface Happening permits NeedEvent, CaseEvent, AidEvent, GridEvent, AidServiceEvent, HouseholdEvent {}
